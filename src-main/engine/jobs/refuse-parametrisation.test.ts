import { expect, it } from 'vitest'
import { NETWORK_PARAMETRISATIONS } from '#axes/networks/network-row.ts'
import { networkSpec } from '#contract/network.ts'
import { toCamel } from '#contract/casing.ts'
import type { NetworkSpec } from '#diffusion/networks/network.ts'
import { refuseOtherParametrisation } from './refuse-parametrisation.ts'

const spec = (parametrisation?: string) => toCamel(networkSpec.parse({ architecture: 'unet', ...(parametrisation && { parametrisation }) })) as NetworkSpec // prettier-ignore

it('weights are taken under the parametrisation that they were trained for, which is EDM’s where none is named', () => {
  for (const name of NETWORK_PARAMETRISATIONS)
    expect(() => refuseOtherParametrisation(spec(name), spec(name))).not.toThrow()
  expect(() => refuseOtherParametrisation(spec(), spec('edm'))).not.toThrow()
})

it('and refused under any other, by the field that says it, with the one to set', () => {
  for (const trained of NETWORK_PARAMETRISATIONS)
    for (const asked of NETWORK_PARAMETRISATIONS.filter((name) => name !== trained))
      expect(() => refuseOtherParametrisation(spec(trained), spec(asked))).toThrow(
        expect.objectContaining({
          field: 'network.parametrisation',
          message: expect.stringContaining(`set network.parametrisation: ${trained}.`),
        }),
      )
})
