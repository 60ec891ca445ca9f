-- The demo company's tables. Columns carry the names of the fields in facts.py; days and moments are ISO text,
-- words and lists JSON, money whole cents.
CREATE TABLE IF NOT EXISTS seeded (day TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS accounts (
  number TEXT PRIMARY KEY, holder TEXT NOT NULL, language TEXT NOT NULL, area TEXT NOT NULL, status TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS bills (
  account TEXT NOT NULL, month TEXT NOT NULL, due_on TEXT NOT NULL, paid_on TEXT, PRIMARY KEY (account, month)
);
CREATE TABLE IF NOT EXISTS bill_lines (
  account TEXT NOT NULL, month TEXT NOT NULL, cents INTEGER NOT NULL, text TEXT NOT NULL, once INTEGER NOT NULL,
  dated_on TEXT
);
CREATE INDEX IF NOT EXISTS bill_lines_of_account ON bill_lines (account, month);
CREATE TABLE IF NOT EXISTS late_fees (
  account TEXT PRIMARY KEY, cents INTEGER NOT NULL, charged_on TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS payments (
  account TEXT PRIMARY KEY, cents INTEGER NOT NULL, tried_on TEXT NOT NULL, reason TEXT
);
CREATE TABLE IF NOT EXISTS outages (
  area TEXT PRIMARY KEY, since TEXT NOT NULL, estimates TEXT NOT NULL, cause TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS line_tests (
  account TEXT PRIMARY KEY, measured INTEGER NOT NULL, sold INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS mobile_lines (
  account TEXT PRIMARY KEY, number TEXT NOT NULL, state TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS usages (
  account TEXT PRIMARY KEY, used INTEGER NOT NULL, allowance INTEGER NOT NULL, resets_on TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS plans (
  account TEXT PRIMARY KEY, name TEXT NOT NULL, cents INTEGER NOT NULL, speed INTEGER NOT NULL, ends_on TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS orders (
  account TEXT PRIMARY KEY, item TEXT NOT NULL, state TEXT NOT NULL, expected_on TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS technicians (
  name TEXT PRIMARY KEY, weekdays TEXT NOT NULL, windows TEXT NOT NULL
);
-- `by_customer` marks what a customer booked or moved: a new day's seed leaves those rows alone.
CREATE TABLE IF NOT EXISTS visits (
  account TEXT NOT NULL, reference TEXT PRIMARY KEY, day TEXT NOT NULL, "window" TEXT NOT NULL,
  technician TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL, credit_cents INTEGER NOT NULL,
  by_customer INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS one_place_at_a_time ON visits (technician, day, "window") WHERE state = 'booked';
CREATE TABLE IF NOT EXISTS payment_plans (
  account TEXT NOT NULL, reference TEXT PRIMARY KEY, months INTEGER NOT NULL, instalment_cents INTEGER NOT NULL,
  first_on TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS disputes (
  account TEXT NOT NULL, reference TEXT PRIMARY KEY, month TEXT NOT NULL, cents INTEGER NOT NULL, reason TEXT NOT NULL
);
-- What was arranged for which message: the same key again gives the same answer.
CREATE TABLE IF NOT EXISTS receipts (
  id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, result TEXT NOT NULL
);
