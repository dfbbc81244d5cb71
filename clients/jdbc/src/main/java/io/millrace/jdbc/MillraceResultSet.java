package io.millrace.jdbc;

import io.millrace.jdbc.nested.FineTimes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.MetaImpl;
import org.apache.calcite.avatica.QueryState;

/** A result whose rows come one by one, which is closed on the server too, and which knows the classes of java.time. */
final class MillraceResultSet extends AvaticaResultSet {

    private final StatementControl control;
    private final TypedValues typedValues = new TypedValues(this);
    private final NumberValues numbers = new NumberValues(this);
    private volatile RemoteRows rows;
    private volatile Meta.StatementHandle source;
    private volatile boolean closing;

    MillraceResultSet(
            AvaticaStatement statement,
            QueryState state,
            Meta.Signature signature,
            ResultSetMetaData metaData,
            TimeZone timeZone,
            Meta.Frame firstFrame)
            throws SQLException {
        super(statement, state, signature, metaData, timeZone, firstFrame);
        control = ((StatementControl.Holder) statement).control();
        source = statement.handle;
    }

    /** Says under which statement the server has the rows, before one is read. */
    void readFrom(int statementId) {
        source = new Meta.StatementHandle(statement.handle.connectionId, statementId, null);
        if (rows != null) {
            rows.readFrom(source);
        }
    }

    @Override
    protected AvaticaResultSet execute() throws SQLException {
        rows = RemoteRows.of(((MillraceConnection) statement.connection).meta(), statement, signature, firstFrame);
        rows.readFrom(source);
        return execute2(MetaImpl.createCursor(signature.cursorFactory, rows), columnMetaDataList);
    }

    @Override
    public boolean next() throws SQLException {
        checkOpen();
        boolean more;
        try {
            more = super.next();
        } catch (RuntimeException failure) {
            if (closing) {
                throw closedMeanwhile();
            }
            rows.stop();
            throw control.translate(failure);
        }
        if (closing) {
            throw closedMeanwhile();
        }
        return more;
    }

    private static SQLException closedMeanwhile() {
        return new SQLException("the result was closed while its next row was awaited", "24000");
    }

    @Override
    protected void checkOpen() throws SQLException {
        if (isClosed()) {
            throw new SQLException("the result is closed", "24000");
        }
    }

    @Override
    public void close() {
        if (closing) {
            return;
        }
        closing = true;
        RemoteRows open = rows;
        if (open != null && open.isOpenOnServer()) {
            open.stop();
            control.release(source.id);
        }
        control.ended();
        super.close();
        control.closed(this);
    }

    /** Whether nobody has closed it. */
    boolean isOpen() {
        return !closing;
    }

    int typeOf(int column) throws SQLException {
        if (column < 1 || column > columnMetaDataList.size()) {
            throw new SQLException(
                    "there is no column " + column + "; the result has " + columnMetaDataList.size(), "07009");
        }
        ColumnMetaData.AvaticaType type = columnMetaDataList.get(column - 1).type;
        return FineTimes.isFine(type.id, type.name) ? Types.TIMESTAMP : type.id;
    }

    /** Whether a column has timestamps of more than milliseconds. */
    private boolean isFine(int column) throws SQLException {
        if (typeOf(column) != Types.TIMESTAMP) {
            return false;
        }
        ColumnMetaData.AvaticaType type = columnMetaDataList.get(column - 1).type;
        return FineTimes.isFine(type.id, type.name);
    }

    /** The wall-clock time in a column of timestamps; {@code null} for NULL. */
    LocalDateTime wallClock(int column) throws SQLException {
        if (isFine(column)) {
            String text = super.getString(column);
            return text == null ? null : FineTimes.read(text);
        }
        long millis = getLong(column);
        return wasNull() ? null : LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    @Override
    public Object getObject(int column) throws SQLException {
        if (isFine(column)) {
            return getTimestamp(column);
        }
        Object value = super.getObject(column);
        if (value instanceof Date || value instanceof Timestamp) {
            return typeOf(column) == Types.DATE ? old(column, (Date) value) : old(column, (Timestamp) value);
        }
        // JDBC wants Integer for the two small types
        return value instanceof Byte || value instanceof Short ? (Object) ((Number) value).intValue() : value;
    }

    long plainLong(int column) throws SQLException {
        return super.getLong(column);
    }

    BigDecimal plainDecimal(int column) throws SQLException {
        return super.getBigDecimal(column);
    }

    /** The wall-clock time in a column of timestamps, in milliseconds as if it were told in UTC; 0 for NULL. */
    long millisOfTimestamp(int column) throws SQLException {
        if (!isFine(column)) {
            return plainLong(column);
        }
        LocalDateTime time = wallClock(column);
        return time == null ? 0 : time.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    @Override
    public BigDecimal getBigDecimal(int column) throws SQLException {
        return numbers.decimalAt(column);
    }

    @Override
    public BigDecimal getBigDecimal(String label) throws SQLException {
        return getBigDecimal(findColumn(label));
    }

    BigInteger integerAt(int column) throws SQLException {
        return numbers.integerAt(column);
    }

    double plainDouble(int column) throws SQLException {
        return super.getDouble(column);
    }

    @Override
    public byte getByte(int column) throws SQLException {
        return numbers.byteAt(column);
    }

    @Override
    public byte getByte(String label) throws SQLException {
        return getByte(findColumn(label));
    }

    @Override
    public short getShort(int column) throws SQLException {
        return numbers.shortAt(column);
    }

    @Override
    public short getShort(String label) throws SQLException {
        return getShort(findColumn(label));
    }

    @Override
    public int getInt(int column) throws SQLException {
        return numbers.intAt(column);
    }

    @Override
    public int getInt(String label) throws SQLException {
        return getInt(findColumn(label));
    }

    @Override
    public long getLong(int column) throws SQLException {
        return numbers.longAt(column);
    }

    @Override
    public long getLong(String label) throws SQLException {
        return getLong(findColumn(label));
    }

    @Override
    public float getFloat(int column) throws SQLException {
        return numbers.floatAt(column);
    }

    @Override
    public float getFloat(String label) throws SQLException {
        return getFloat(findColumn(label));
    }

    @Override
    public double getDouble(int column) throws SQLException {
        return numbers.doubleAt(column);
    }

    @Override
    public double getDouble(String label) throws SQLException {
        return getDouble(findColumn(label));
    }

    /** What a column of dates or times has, in milliseconds as if it were told in UTC. */
    private long millis(int column) throws SQLException {
        return typeOf(column) == Types.DATE ? TimeUnit.DAYS.toMillis(getLong(column)) : getLong(column);
    }

    private Date old(int column, Date date) throws SQLException {
        return OldDates.isOld(date) ? OldDates.date(millis(column)) : date;
    }

    private Timestamp old(int column, Timestamp timestamp) throws SQLException {
        return OldDates.isOld(timestamp) ? OldDates.timestamp(millis(column)) : timestamp;
    }

    @Override
    public Date getDate(int column) throws SQLException {
        if (isFine(column)) {
            LocalDateTime time = wallClock(column);
            return time == null ? null : Date.valueOf(time.toLocalDate());
        }
        return old(column, super.getDate(column));
    }

    @Override
    public Date getDate(String label) throws SQLException {
        return getDate(findColumn(label));
    }

    @Override
    public Date getDate(int column, Calendar calendar) throws SQLException {
        if (isFine(column)) {
            Timestamp timestamp = getTimestamp(column, calendar);
            return timestamp == null ? null : new Date(timestamp.getTime());
        }
        Date date = super.getDate(column, calendar);
        return OldDates.isOld(date) ? new Date(OldDates.millis(millis(column), calendar)) : date;
    }

    @Override
    public Date getDate(String label, Calendar calendar) throws SQLException {
        return getDate(findColumn(label), calendar);
    }

    @Override
    public Timestamp getTimestamp(int column) throws SQLException {
        if (isFine(column)) {
            LocalDateTime time = wallClock(column);
            return time == null ? null : Timestamp.valueOf(time);
        }
        return old(column, super.getTimestamp(column));
    }

    @Override
    public Timestamp getTimestamp(String label) throws SQLException {
        return getTimestamp(findColumn(label));
    }

    @Override
    public Timestamp getTimestamp(int column, Calendar calendar) throws SQLException {
        if (isFine(column)) {
            LocalDateTime time = wallClock(column);
            return time == null ? null : FineTimes.in(calendar, time);
        }
        Timestamp timestamp = super.getTimestamp(column, calendar);
        return OldDates.isOld(timestamp) ? new Timestamp(OldDates.millis(millis(column), calendar)) : timestamp;
    }

    @Override
    public Timestamp getTimestamp(String label, Calendar calendar) throws SQLException {
        return getTimestamp(findColumn(label), calendar);
    }

    @Override
    public Time getTime(int column) throws SQLException {
        if (!isFine(column)) {
            return super.getTime(column);
        }
        LocalDateTime time = wallClock(column);
        return time == null ? null : Time.valueOf(time.toLocalTime());
    }

    @Override
    public Time getTime(String label) throws SQLException {
        return getTime(findColumn(label));
    }

    @Override
    public Object getObject(String label) throws SQLException {
        return getObject(findColumn(label));
    }

    @Override
    public <T> T getObject(int column, Class<T> type) throws SQLException {
        return typedValues.get(column, type);
    }

    @Override
    public <T> T getObject(String label, Class<T> type) throws SQLException {
        return getObject(findColumn(label), type);
    }

    @Override
    public String getString(int column) throws SQLException {
        switch (typeOf(column)) {
            case Types.BINARY:
            case Types.VARBINARY:
                byte[] bytes = getBytes(column);
                return bytes == null ? null : TypedValues.hex(bytes);
            case Types.DECIMAL:
                BigDecimal decimal = getBigDecimal(column);
                return decimal == null ? null : decimal.toPlainString();
            default:
                return super.getString(column);
        }
    }

    @Override
    public String getString(String label) throws SQLException {
        return getString(findColumn(label));
    }
}
