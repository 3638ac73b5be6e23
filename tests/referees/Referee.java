// Oracle's JDBC driver as a client of the lab: each step prints its name, a tab, and what it saw.

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.*;
import java.util.*;

public class Referee {
  interface Step { Object run(Connection c) throws Exception; }

  static final Map<String, Step> STEPS = new LinkedHashMap<>();

  static String rows(ResultSet r) throws Exception {
    List<String> found = new ArrayList<>();
    int columns = r.getMetaData().getColumnCount();
    while (r.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        Object o = r.getObject(i); String value = o instanceof Blob ? ((Blob) o).length() + " bytes" : r.getString(i);
        row.add(value != null && value.length() > 60 ? value.length() + " long" : value);
      }
      found.add(String.join(",", row.stream().map(String::valueOf).toList()));
    }
    r.close();
    return found.size() > 5 ? found.size() + " rows, " + found.get(0) : String.join("; ", found);
  }

  static String query(Connection c, String sql, Object... binds) throws Exception {
    try (PreparedStatement p = c.prepareStatement(sql)) {
      for (int i = 0; i < binds.length; i++) p.setObject(i + 1, binds[i]);
      return rows(p.executeQuery());
    }
  }

  static String refused(Step step, Connection c) throws Exception {
    try {
      return "no error but " + step.run(c);
    } catch (BatchUpdateException e) {
      return e.getErrorCode() + " " + Arrays.toString(e.getUpdateCounts());
    } catch (SQLException e) {
      return String.valueOf(e.getErrorCode());
    }
  }

  static void values() {
    STEPS.put("types", c -> query(c, "select 1, -1.5, 'é', date '2020-02-03',"
        + " timestamp '2020-02-03 04:05:06.123456', 1e20, 0.05, cast(null as number) from dual"));
    STEPS.put("binds", c -> {
      try (PreparedStatement p = c.prepareStatement(
          "insert into t (n, v, d, ts, c, b, r, m, f) values (?,?,?,?,?,?,?,?,?)")) {
        p.setInt(1, 1);
        p.setString(2, "été €");
        p.setDate(3, java.sql.Date.valueOf("2021-01-02"));
        p.setTimestamp(4, Timestamp.valueOf("2021-01-02 03:04:05.678"));
        p.setString(5, "text");
        p.setBytes(6, new byte[] {1, 2, 3});
        p.setBytes(7, new byte[] {9, 8});
        p.setBigDecimal(8, new BigDecimal("-12.34"));
        p.setDouble(9, 2.5);
        p.executeUpdate();
        c.commit();
      }
      return query(c, "select n, v, d, ts, r, m, f from t where v = ?", "été €");
    });
    STEPS.put("null binds", c -> {
      try (PreparedStatement p = c.prepareStatement("select ?, ?, ? from dual")) {
        p.setNull(1, Types.VARCHAR);
        p.setNull(2, Types.INTEGER);
        p.setNull(3, Types.TIMESTAMP);
        return rows(p.executeQuery());
      }
    });
  }

  static void lobs() {
    STEPS.put("lobs", c -> {
      try (Statement s = c.createStatement();
          ResultSet r = s.executeQuery("select b, c, n from t where n = 1")) {
        r.next();
        Blob b = r.getBlob(1);
        Clob q = r.getClob(2);
        byte[] all = b.getBytes(1, (int) b.length());
        return Arrays.toString(all) + q.length() + q.getSubString(1, 100) + r.getInt(3);
      }
    });
    STEPS.put("large binds", c -> {
      try (PreparedStatement p = c.prepareStatement("update t set c = ?, b = ? where n = 1")) {
        p.setString(1, "é".repeat(100_000));
        p.setBytes(2, new byte[70_000]);
        p.executeUpdate();
        c.commit();
      }
      return query(c, "select n, length(c), c, b from t where n = 1");
    });
    STEPS.put("streams", c -> {
      try (PreparedStatement p = c.prepareStatement("update t set c = ?, b = ? where n = 1")) {
        p.setCharacterStream(1, new StringReader("stream é".repeat(9_000)));
        p.setBinaryStream(2, new ByteArrayInputStream(new byte[50_000]));
        p.executeUpdate();
        c.commit();
      }
      return query(c, "select n, length(c), c, b from t where n = 1");
    });
    STEPS.put("temporary lobs", c -> {
      Clob text = c.createClob();
      text.setString(1, "temporary é");
      Blob bytes = c.createBlob();
      bytes.setBytes(1, new byte[] {5, 6, 7, 8});
      try (PreparedStatement p = c.prepareStatement("update t set c = ?, b = ? where n = 1")) {
        p.setClob(1, text);
        p.setBlob(2, bytes);
        p.executeUpdate();
        c.commit();
      }
      return query(c, "select n, c, b from t where n = 1");
    });
  }

  static void many() {
    STEPS.put("batch", c -> {
      try (PreparedStatement p = c.prepareStatement("insert into t (n, v) values (?, ?)")) {
        for (int i = 10; i < 510; i++) {
          p.setInt(1, i);
          p.setString(2, "row " + i);
          p.addBatch();
        }
        int[] counts = p.executeBatch();
        c.commit();
        return counts.length;
      }
    });
    STEPS.put("batch with an error", c -> refused(d -> {
      try (PreparedStatement p = d.prepareStatement("insert into t (n, v) values (?, ?)")) {
        for (int i = 1000; i < 1005; i++) {
          p.setInt(1, i == 1002 ? 10 : i);
          p.setString(2, "row " + i);
          p.addBatch();
        }
        return p.executeBatch().length;
      } finally {
        d.rollback();
      }
    }, c));
    STEPS.put("fetch", c -> {
      try (PreparedStatement p = c.prepareStatement("select n, v from t where n >= ? order by n")) {
        p.setFetchSize(50);
        p.setInt(1, 10);
        String all = rows(p.executeQuery());
        p.setInt(1, 508);
        return all + " / " + rows(p.executeQuery());
      }
    });
    STEPS.put("scroll", c -> {
      try (Statement s = c.createStatement(
              ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
          ResultSet r = s.executeQuery("select n from t where n >= 10 order by n")) {
        r.last();
        int last = r.getInt(1);
        r.first();
        return r.getInt(1) + " to " + last;
      }
    });
    STEPS.put("savepoint", c -> {
      try (Statement s = c.createStatement()) {
        s.executeUpdate("update t set v = 'kept' where n = 10");
        Savepoint point = c.setSavepoint("A1");
        s.executeUpdate("update t set v = 'lost' where n = 10");
        c.rollback(point);
        String seen = query(c, "select v from t where n = 10");
        c.rollback();
        return seen + ", " + query(c, "select v from t where n = 10");
      }
    });
  }

  static void code() {
    STEPS.put("function", c -> {
      try (CallableStatement s = c.prepareCall("{? = call add_up(?, ?)}")) {
        s.registerOutParameter(1, Types.INTEGER);
        s.setInt(2, 3);
        s.setInt(3, 4);
        s.execute();
        return s.getInt(1);
      }
    });
    STEPS.put("out binds", c -> {
      try (CallableStatement s = c.prepareCall("begin swap(?, ?, ?); end;")) {
        s.setString(1, "ab");
        s.registerOutParameter(1, Types.VARCHAR);
        s.registerOutParameter(2, Types.NUMERIC);
        s.setString(3, "cd");
        s.execute();
        String first = s.getString(1) + s.getBigDecimal(2);
        s.setString(1, "q");
        s.execute();
        return first + " " + s.getString(1) + s.getBigDecimal(2);
      }
    });
    STEPS.put("out clob", c -> {
      try (CallableStatement s = c.prepareCall("begin twice(?, ?); end;")) {
        s.setString(1, "ab");
        s.registerOutParameter(2, Types.CLOB);
        s.execute();
        return s.getString(2);
      }
    });
    STEPS.put("ref cursor", c -> {
      try (CallableStatement s = c.prepareCall("begin up_to(?, ?); end;")) {
        s.setInt(1, 12);
        s.registerOutParameter(2, oracle.jdbc.OracleTypes.CURSOR);
        s.execute();
        return rows((ResultSet) s.getObject(2));
      }
    });
    STEPS.put("generated keys", c -> {
      try (PreparedStatement p = c.prepareStatement(
          "insert into t (n, v) values (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
        p.setInt(1, 2000);
        p.setString(2, "key");
        p.executeUpdate();
        ResultSet r = p.getGeneratedKeys();
        r.next();
        return query(c, "select v from t where rowid = ?", r.getString(1));
      } finally {
        c.rollback();
      }
    });
    STEPS.put("named keys", c -> refused(d -> {
      try (PreparedStatement p = d.prepareStatement(
          "insert into t (n, v) values (?, ?)", new String[] {"N"})) {
        return p.executeUpdate();
      }
    }, c));
    STEPS.put("returning", c -> {
      try (var p = c.prepareStatement("insert into t (n, v) values (?, ?) returning n, v into ?, ?")
          .unwrap(oracle.jdbc.OraclePreparedStatement.class)) {
        p.setInt(1, 2001);
        p.setString(2, "back");
        p.registerReturnParameter(3, Types.INTEGER);
        p.registerReturnParameter(4, Types.VARCHAR);
        p.executeUpdate();
        return rows(p.getReturnResultSet());
      } finally {
        c.rollback();
      }
    });
  }

  static void errors() {
    STEPS.put("no table", c -> refused(d -> query(d, "select * from nowhere"), c));
    STEPS.put("unique", c -> refused(d -> {
      try (Statement s = d.createStatement()) {
        return s.executeUpdate("insert into t (n, v) values (10, 'x')");
      }
    }, c));
    STEPS.put("query timeout", c -> {
      String code = refused(d -> {
        try (Statement s = d.createStatement()) {
          s.setQueryTimeout(1);
          return s.execute("begin dbms_session.sleep(30); end;");
        }
      }, c);
      return code + " then " + query(c, "select 7 from dual");
    });
    STEPS.put("alive", c -> c.isValid(5) + query(c, " select 1 from dual"));
  }

  static void dictionary() {
    STEPS.put("server", c -> {
      DatabaseMetaData m = c.getMetaData();
      return m.getDatabaseProductName() + " " + m.getDatabaseMajorVersion() + " " + c.getSchema();
    });
    STEPS.put("tables", c -> rows(
        c.getMetaData().getTables(null, "SCOTT", "T", new String[] {"TABLE", "VIEW"})));
    STEPS.put("columns", c -> {
      List<String> found = new ArrayList<>();
      ResultSet r = c.getMetaData().getColumns(null, "SCOTT", "T", "%");
      while (r.next()) {
        found.add(r.getString("COLUMN_NAME") + " " + r.getString("TYPE_NAME") + " "
            + r.getInt("COLUMN_SIZE") + " " + r.getString("IS_NULLABLE"));
      }
      return String.join("; ", found);
    });
    STEPS.put("primary key", c -> rows(c.getMetaData().getPrimaryKeys(null, "SCOTT", "T")));
    STEPS.put("imported keys", c -> rows(c.getMetaData().getImportedKeys(null, "SCOTT", "T")));
    STEPS.put("indexes", c -> {
      ResultSet r = c.getMetaData().getIndexInfo(null, "SCOTT", "T", false, true);
      List<String> found = new ArrayList<>();
      while (r.next()) found.add(r.getString("INDEX_NAME") + " " + r.getString("COLUMN_NAME"));
      return String.join("; ", found);
    });
    STEPS.put("procedures", c -> refused(
        d -> rows(d.getMetaData().getProcedures(null, "SCOTT", "%")), c));
    STEPS.put("prepared", c -> {
      try (PreparedStatement p = c.prepareStatement("select n, v, m, ts from t where n = ?")) {
        ResultSetMetaData r = p.getMetaData();
        List<String> found = new ArrayList<>();
        for (int i = 1; i <= r.getColumnCount(); i++) {
          found.add(r.getColumnName(i) + " " + r.getColumnTypeName(i) + " " + r.getPrecision(i)
              + " " + r.getScale(i));
        }
        return String.join("; ", found);
      }
    });
  }

  public static void main(String[] given) throws Exception {
    values();
    many();
    lobs();
    code();
    errors();
    dictionary();
    String url = "jdbc:oracle:thin:@" + given[0];
    Connection c = null;
    for (Map.Entry<String, Step> step : STEPS.entrySet()) {
      if (given.length > 1 && !Arrays.asList(given).contains(step.getKey())) continue;
      if (c == null || c.isClosed()) {
        c = DriverManager.getConnection(url, "scott", System.getenv("LAB_PASSWORD"));
        c.setAutoCommit(false);
        c.setNetworkTimeout(Runnable::run, 30_000);  // a hang is never an answer
      }
      String seen;
      try {
        seen = String.valueOf(step.getValue().run(c));
      } catch (Exception | Error e) {
        StackTraceElement[] at = e.getStackTrace();
        seen = "!! " + e + " " + Arrays.asList(at).subList(0, Math.min(6, at.length));
        c.close();
      }
      System.out.println(step.getKey() + "\t" + seen.strip().replaceAll("\\s+", " "));
    }
  }
}
