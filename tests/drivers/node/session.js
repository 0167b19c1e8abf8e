// node-postgres against the server in the PG… environment: certificates verified in full, transactions,
// parameters, NULLs, errors, a pool, a conflict and a reconnect.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const {Client, Pool} = require('pg');

const settings = {
  host: process.env.PGHOST,
  port: Number(process.env.PGPORT),
  user: process.env.PGUSER,
  database: process.env.PGDATABASE,
  password: process.env.PGPASSWORD,
  application_name: 'driver-node',
  ssl: process.env.PGSSLROOTCERT && {ca: fs.readFileSync(process.env.PGSSLROOTCERT), rejectUnauthorized: true},
};

async function connect() {
  const client = new Client(settings);
  await client.connect();
  return client;
}

async function rejected(promise, code) {
  await assert.rejects(promise, (error) => {
    assert.equal(error.code, code, error.message);
    return true;
  });
}

async function statements(client) {
  const named = await client.query('SHOW application_name');
  assert.equal(named.rows[0].application_name, 'driver-node');
  await client.query('CREATE TABLE node_t (id int PRIMARY KEY, name text, price numeric(10,2), at timestamptz, data bytea)');

  const at = new Date('2024-02-29T12:34:56.789Z');
  const inserted = await client.query('INSERT INTO node_t VALUES ($1, $2, $3, $4, $5) RETURNING *',
      [1, 'naïve ✓', '12.50', at, Buffer.from([0, 1, 255])]);
  assert.equal(inserted.rowCount, 1);
  assert.equal(inserted.command, 'INSERT');
  assert.deepEqual(inserted.rows[0], {id: 1, name: 'naïve ✓', price: '12.50', at, data: Buffer.from([0, 1, 255])});

  await client.query('INSERT INTO node_t VALUES ($1, $2)', [2, null]);
  const rows = await client.query({text: 'SELECT id, name FROM node_t ORDER BY id', rowMode: 'array'});
  assert.deepEqual(rows.rows, [[1, 'naïve ✓'], [2, null]]);
  assert.deepEqual(rows.fields.map((field) => field.name), ['id', 'name']);

  for (let i = 0; i < 3; i++) {
    const prepared = await client.query({name: 'by-id', text: 'SELECT name FROM node_t WHERE id = $1', values: [i]});
    assert.equal(prepared.rowCount, i === 0 ? 0 : 1);
  }
}

async function transactions(client) {
  await client.query('BEGIN');
  await client.query('UPDATE node_t SET name = $1 WHERE id = 2', ['two']);
  await client.query('ROLLBACK');
  assert.equal((await client.query('SELECT name FROM node_t WHERE id = 2')).rows[0].name, null);

  await client.query('BEGIN');
  await rejected(client.query('INSERT INTO node_t VALUES (1)'), '23505');
  await rejected(client.query('SELECT 1'), '25P02');
  await client.query('ROLLBACK');
  await rejected(client.query('SELECT * FROM node_nothing'), '42P01');
}

async function conflicts(client) {
  const version = (await client.query('SELECT version()')).rows[0].version;
  if (version !== 'PostgreSQL 16') return;  // PostgreSQL would wait for the row
  const other = await connect();
  await client.query('BEGIN');
  await client.query("UPDATE node_t SET name = 'mine' WHERE id = 2");
  await other.query("UPDATE node_t SET name = 'theirs' WHERE id = 2");
  await rejected(client.query('COMMIT'), '40001');
  await other.end();
  const name = await client.query('SELECT name FROM node_t WHERE id = 2');
  assert.equal(name.rows[0].name, 'theirs');
}

async function pools() {
  const pool = new Pool({...settings, max: 4});
  const answers = await Promise.all(Array.from({length: 40}, (_, i) => pool.query('SELECT $1::int AS i', [i])));
  assert.deepEqual(answers.map((answer) => answer.rows[0].i), Array.from({length: 40}, (_, i) => i));
  await pool.end();
}

async function main() {
  const client = await connect();
  await client.query('DROP TABLE IF EXISTS node_t');
  await statements(client);
  await transactions(client);
  await conflicts(client);
  await client.end();

  await pools();
  const again = await connect();
  assert.equal((await again.query('SELECT count(*)::int AS n FROM node_t')).rows[0].n, 2);
  await again.query('DROP TABLE node_t');
  await again.end();

  if (settings.ssl) {  // a client that does not know the CA must refuse the server
    const stranger = new Client({...settings, ssl: {rejectUnauthorized: true}});
    await assert.rejects(stranger.connect(), /certificate/);
  }
  console.log(`node-postgres ${require('pg/package.json').version}: ok`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
