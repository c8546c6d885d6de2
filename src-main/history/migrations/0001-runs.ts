/** Runs with what they measured, saved schedules and datasets: an index over the folders, which hold the truth. */
export const sql = `
create table runs (
  number integer primary key check (number > 0),
  id text not null unique,
  kind text not null check (kind in ('train', 'train-classifier', 'sample', 'evaluate', 'compare')),
  name text not null,
  state text not null
    check (state in ('queued', 'running', 'cancelling', 'finished', 'failed', 'cancelled', 'interrupted')),
  reason text,
  seed integer not null check (seed >= 0),
  tags text not null check (json_type(tags) = 'array'),
  notes text not null,
  trashed integer not null check (trashed in (0, 1)),
  created_at integer not null,
  started_at integer,
  ended_at integer check (ended_at >= started_at),
  step integer not null check (step >= 0),
  steps integer not null check (steps >= 0),
  schedule_hash text,
  folder text not null unique,
  position real not null,
  config text not null check (json_valid(config)),
  environment text check (json_valid(environment)),
  -- Times and sizes of the small files that this row was read from: a row with another stamp is read again.
  stamp text not null
) strict;
create index runs_by_state on runs (state, position);
create index runs_by_schedule on runs (schedule_hash);

-- No foreign key on parent: a folder may have been taken away, and its children still say what they were made from.
create table run_parents (
  run integer not null references runs (number) on delete cascade,
  ordinal integer not null,
  parent text not null,
  primary key (run, ordinal)
) strict, without rowid;
create index run_parents_by_parent on run_parents (parent);

-- value is null where it was not finite.
create table metrics (
  run integer not null references runs (number) on delete cascade,
  name text not null,
  step integer not null,
  value real,
  at integer not null,
  primary key (run, name, step)
) strict, without rowid;

create table latest (
  run integer not null references runs (number) on delete cascade,
  name text not null,
  value real,
  primary key (run, name)
) strict, without rowid;

create table results (
  run integer not null references runs (number) on delete cascade,
  ordinal integer not null,
  name text not null,
  value real,
  low real,
  high real,
  confidence real check (confidence > 0 and confidence < 1),
  protocol text not null check (json_type(protocol) = 'object'),
  primary key (run, ordinal)
) strict, without rowid;

create table schedules (
  id text primary key,
  name text not null,
  spec text not null check (json_valid(spec)),
  sigmas text not null check (json_type(sigmas) = 'array'),
  hash text not null,
  parent text,
  created_at integer not null
) strict, without rowid;
create index schedules_by_hash on schedules (hash);

create table datasets (
  id text primary key,
  name text not null,
  hash text not null,
  card text not null check (json_valid(card))
) strict, without rowid;
`
