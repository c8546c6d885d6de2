/** BibTeX of the methods that a set of runs used. Pure. */
import type { NetworkConfig } from '#contract/network.ts'
import type { RunConfig } from '#contract/run-config.ts'

const ENTRIES = {
  karras2022: `@inproceedings{karras2022edm,
  title = {Elucidating the Design Space of Diffusion-Based Generative Models},
  author = {Karras, Tero and Aittala, Miika and Aila, Timo and Laine, Samuli},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2022},
  eprint = {2206.00364},
  archivePrefix = {arXiv}
}`,
  song2019: `@inproceedings{song2019ncsn,
  title = {Generative Modeling by Estimating Gradients of the Data Distribution},
  author = {Song, Yang and Ermon, Stefano},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2019},
  eprint = {1907.05600},
  archivePrefix = {arXiv}
}`,
  song2020: `@inproceedings{song2020ncsnv2,
  title = {Improved Techniques for Training Score-Based Generative Models},
  author = {Song, Yang and Ermon, Stefano},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2020},
  eprint = {2006.09011},
  archivePrefix = {arXiv}
}`,
  song2021sde: `@inproceedings{song2021sde,
  title = {Score-Based Generative Modeling through Stochastic Differential Equations},
  author = {Song, Yang and Sohl-Dickstein, Jascha and Kingma, Diederik P. and Kumar, Abhishek and Ermon, Stefano and Poole, Ben},
  booktitle = {International Conference on Learning Representations},
  year = {2021},
  eprint = {2011.13456},
  archivePrefix = {arXiv}
}`,
  song2021ddim: `@inproceedings{song2021ddim,
  title = {Denoising Diffusion Implicit Models},
  author = {Song, Jiaming and Meng, Chenlin and Ermon, Stefano},
  booktitle = {International Conference on Learning Representations},
  year = {2021},
  eprint = {2010.02502},
  archivePrefix = {arXiv}
}`,
  lu2022: `@article{lu2022dpmpp,
  title = {{DPM-Solver++}: Fast Solver for Guided Sampling of Diffusion Probabilistic Models},
  author = {Lu, Cheng and Zhou, Yuhao and Bao, Fan and Chen, Jianfei and Li, Chongxuan and Zhu, Jun},
  year = {2022},
  eprint = {2211.01095},
  archivePrefix = {arXiv}
}`,
  nichol2021: `@inproceedings{nichol2021improved,
  title = {Improved Denoising Diffusion Probabilistic Models},
  author = {Nichol, Alexander Quinn and Dhariwal, Prafulla},
  booktitle = {International Conference on Machine Learning},
  year = {2021},
  eprint = {2102.09672},
  archivePrefix = {arXiv}
}`,
  ho2020: `@inproceedings{ho2020ddpm,
  title = {Denoising Diffusion Probabilistic Models},
  author = {Ho, Jonathan and Jain, Ajay and Abbeel, Pieter},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2020},
  eprint = {2006.11239},
  archivePrefix = {arXiv}
}`,
  vincent2011: `@article{vincent2011dsm,
  title = {A Connection Between Score Matching and Denoising Autoencoders},
  author = {Vincent, Pascal},
  journal = {Neural Computation},
  volume = {23},
  number = {7},
  pages = {1661--1674},
  year = {2011}
}`,
  heusel2017: `@inproceedings{heusel2017ttur,
  title = {{GANs} Trained by a Two Time-Scale Update Rule Converge to a Local {Nash} Equilibrium},
  author = {Heusel, Martin and Ramsauer, Hubert and Unterthiner, Thomas and Nessler, Bernhard and Hochreiter, Sepp},
  booktitle = {Advances in Neural Information Processing Systems},
  year = {2017},
  eprint = {1706.08500},
  archivePrefix = {arXiv}
}`,
  clopper1934: `@article{clopper1934,
  title = {The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial},
  author = {Clopper, C. J. and Pearson, E. S.},
  journal = {Biometrika},
  volume = {26},
  number = {4},
  pages = {404--413},
  year = {1934}
}`,
  lecun1998: `@article{lecun1998,
  title = {Gradient-Based Learning Applied to Document Recognition},
  author = {LeCun, Yann and Bottou, L{\\'e}on and Bengio, Yoshua and Haffner, Patrick},
  journal = {Proceedings of the IEEE},
  volume = {86},
  number = {11},
  pages = {2278--2324},
  year = {1998}
}`,
} as const
type Entry = keyof typeof ENTRIES

type Sample = Extract<RunConfig, { kind: 'sample' }>
const OF_FAMILY: { readonly [F in Sample['schedule']['family']]?: readonly Entry[] } = {
  geometric: ['song2019'],
  exponential: ['song2019'],
  linear: ['song2020'],
  cosine: ['nichol2021'],
  karras: ['karras2022'],
  'vp-linear': ['song2021sde'],
  'vp-cosine': ['nichol2021'],
}
const OF_SAMPLER: { readonly [S in Sample['sampler']['name']]: readonly Entry[] } = {
  langevin: ['song2019', 'song2020'],
  euler: ['song2021sde'],
  heun: ['karras2022'],
  'reverse-diffusion': ['song2021sde'],
  ancestral: ['ho2020'],
  ddim: ['song2021ddim'],
  'predictor-corrector': ['song2021sde'],
  dpmpp2m: ['lu2022'],
}

const OF_NETWORK: { readonly [A in NetworkConfig['architecture']]: readonly Entry[] } = {
  unet: ['karras2022'],
  mlp: ['karras2022'],
  ncsn: ['song2019'],
  ncsnv2: ['song2020'],
}

function methodsOf(config: RunConfig): readonly Entry[] {
  if (config.kind === 'sample')
    return [...(OF_FAMILY[config.schedule.family] ?? []), ...OF_SAMPLER[config.sampler.name]]
  const data: Entry[] = 'dataset' in config && config.dataset.name === 'mnist' ? ['lecun1998'] : []
  if (config.kind === 'train')
    return [
      ...data,
      ...OF_NETWORK[config.network.architecture],
      ...(config.objective.name === 'dsm' ? (['vincent2011'] as const) : []),
    ]
  if (config.kind === 'evaluate')
    return ['heusel2017', 'clopper1934', ...(config.reference.name === 'mnist' ? (['lecun1998'] as const) : [])]
  return data
}

/** Each work once, in the order in which the runs use them. */
export const bibtexOf = (configs: readonly RunConfig[]): string =>
  [...new Set(configs.flatMap(methodsOf))].map((entry) => ENTRIES[entry]).join('\n\n') + '\n'
