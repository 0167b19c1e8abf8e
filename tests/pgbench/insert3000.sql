-- As many rows as one transaction may write.
\set transaction random(1, 1000000000000)
INSERT INTO pgbench_bulk SELECT :client_id, :transaction, g, 'row ' || g FROM generate_series(1, 3000) g;
