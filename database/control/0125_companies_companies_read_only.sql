-- From then on a company is read and exported, and nothing changed, until it is taken back: the service is not paid for. Asked
-- with each request like `ends_at`, so that it holds to the moment. A house that bills nobody does not look at it.
alter table companies add column read_only_at timestamptz;
