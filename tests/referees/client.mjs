// node-oracledb in thin mode: it shares no code with ours, and keeps the lab honest.
import oracledb from 'oracledb';

const [, , connectString] = process.argv;
const seen = {};
const connection = await oracledb.getConnection({
  user: 'scott', password: process.env.LAB_PASSWORD, connectString,
});
try {
  seen.version = connection.oracleServerVersionString;
  await connection.execute('create table node_t (n number primary key, v varchar2(40), d date)');
  const rows = Array.from({ length: 500 }, (_, i) => [i, `été ${i}`, new Date(2024, 0, 1)]);
  const many = await connection.executeMany('insert into node_t values (:1, :2, :3)', rows);
  seen.inserted = many.rowsAffected;
  await connection.commit();
  const all = await connection.execute('select n, v from node_t order by n', [], { fetchArraySize: 50 });
  seen.selected = all.rows.length;
  seen.last = all.rows.at(-1);
  try {
    await connection.execute('select * from nowhere');
  } catch (error) {
    seen.error = error.errorNum;
  }
  const call = await connection.execute(
    'begin swap(:a, :b, :c); end;',
    {
      a: { dir: oracledb.BIND_INOUT, val: 'ab', type: oracledb.STRING, maxSize: 100 },
      b: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER },
      c: 'cd',
    },
  );
  seen.out = call.outBinds;
} finally {
  await connection.close();
}
console.log(JSON.stringify(seen));
