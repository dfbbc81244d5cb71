package io.millrace.jdbc;

import io.millrace.jdbc.columns.BatchLists;
import io.millrace.jdbc.columns.BatchRequests;
import io.millrace.jdbc.nested.FineTimes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLWarning;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import org.apache.calcite.avatica.AvaticaPreparedStatement;
import org.apache.calcite.avatica.AvaticaResultSet;
import org.apache.calcite.avatica.Meta;

/** A prepared statement whose cancel and timeout reach the server, and which takes the classes of java.time. */
final class MillracePreparedStatement extends AvaticaPreparedStatement implements StatementControl.Holder {

    private static final long DAY_MILLIS = 86_400_000L;

    private final StatementControl control;
    /** What was added to the batch, unless Avatica keeps it; null before the first list. */
    private BatchLists lists;
    /** Whether the last execution was one of a batch. */
    private boolean batch;

    MillracePreparedStatement(
            MillraceConnection connection,
            Meta.StatementHandle handle,
            Meta.Signature signature,
            int type,
            int concurrency,
            int holdability)
            throws SQLException {
        super(connection, handle, withoutCount(signature), type, concurrency, holdability);
        control = new StatementControl(this, new CurrentResult());
    }

    /** Avatica would read a count off the first row of what a text gives that ends with a statement which changes rows. */
    private static Meta.Signature withoutCount(Meta.Signature signature) {
        return signature == null || signature.statementType == null || !signature.statementType.canUpdate()
                ? signature
                : new Meta.Signature(
                        signature.columns,
                        signature.sql,
                        signature.parameters,
                        signature.internalParameters,
                        signature.cursorFactory,
                        Meta.StatementType.OTHER_DDL);
    }

    @Override
    public StatementControl control() {
        return control;
    }

    @Override
    public boolean execute() throws SQLException {
        return control.first(this::executeOnce);
    }

    private boolean executeOnce() throws SQLException {
        batch = false;
        if (sendsJson()) {
            JsonCells.checkParameters(slots);
        }
        return super.execute();
    }

    @Override
    public ResultSet getGeneratedKeys() throws SQLException {
        checkOpen();
        if (batch) {
            throw SqlErrors.unsupported("returning generated keys of a batch");
        }
        return control.results().keys();
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        return control.query(this::executeOnce);
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        return control.update(this::executeOnce);
    }

    @Override
    public void completed() {
        close_();
    }

    /** Rows and count of the result that is the current one. */
    private final class CurrentResult implements StatementResults.Place {
        @Override
        public AvaticaResultSet rows() {
            return openResultSet;
        }

        @Override
        public void set(AvaticaResultSet rows, long count) {
            openResultSet = rows;
            updateCount = count;
        }
    }

    @Override
    public boolean getMoreResults(int current) throws SQLException {
        checkOpen();
        return control.results().next(current);
    }

    @Override
    public void closeOnCompletion() throws SQLException {
        checkOpen();
        control.closeOnCompletion();
    }

    @Override
    public boolean isCloseOnCompletion() throws SQLException {
        checkOpen();
        return control.isClosedOnCompletion();
    }

    @Override
    public void addBatch() throws SQLException {
        if (keepsBatch()) {
            checkOpen();
            try {
                lists().add(slots);
            } catch (RuntimeException failure) {
                throw SqlErrors.translate(failure);
            }
        } else {
            JsonCells.checkParameters(slots);
            super.addBatch();
        }
    }

    /** Whether batches are kept and sent as columns; Avatica does that as JSON. */
    private boolean keepsBatch() {
        return !sendsJson();
    }

    private boolean sendsJson() {
        return ((MillraceConnection) connection).sendsJson();
    }

    private BatchLists lists() {
        if (lists == null) {
            lists = new BatchLists(slots.length);
        }
        return lists;
    }

    @Override
    public void clearBatch() throws SQLException {
        super.clearBatch();
        if (lists != null) {
            lists.clear();
        }
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        batch = true;
        try {
            return control.execute(keepsBatch() ? this::sendBatch : super::executeLargeBatch);
        } catch (SQLException failure) {
            throw MillraceStatement.batchFailure(failure);
        }
    }

    private long[] sendBatch() throws SQLException {
        checkOpen();
        try {
            BatchRequests requests = new BatchRequests(control.server(), connection.id, getId());
            return requests.send(lists(), control::checkCancelled);
        } finally {
            lists().clear();
        }
    }

    /** {@code null} for statements that return no rows. */
    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        ResultSetMetaData metaData = super.getMetaData();
        return metaData.getColumnCount() == 0 ? null : metaData;
    }

    @Override
    public void setObject(int index, Object value, int targetType) throws SQLException {
        if (!setOther(index, value)) {
            super.setObject(index, value, targetType);
        }
    }

    /** The server takes values by the types of its columns, which have the digits. */
    @Override
    public void setObject(int index, Object value, int targetType, int scaleOrLength) throws SQLException {
        setObject(index, value, targetType);
    }

    @Override
    public void setObject(int index, Object value, SQLType targetType) throws SQLException {
        setObject(index, value);
    }

    @Override
    public void setObject(int index, Object value, SQLType targetType, int scaleOrLength) throws SQLException {
        setObject(index, value);
    }

    @Override
    public void setObject(int index, Object value) throws SQLException {
        if (!setOther(index, value)) {
            super.setObject(index, value);
        }
    }

    /** Sets a value of a class that Avatica does not take; returns false when it is none. Wall-clock times travel as if they were in UTC. */
    private boolean setOther(int index, Object value) throws SQLException {
        if (value instanceof LocalDateTime) {
            setMoment(index, (LocalDateTime) value);
        } else if (value instanceof Instant) {
            setMoment(index, LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC));
        } else if (value instanceof OffsetDateTime) {
            setMoment(index, LocalDateTime.ofInstant(((OffsetDateTime) value).toInstant(), ZoneOffset.UTC));
        } else if (value instanceof ZonedDateTime) {
            setMoment(index, LocalDateTime.ofInstant(((ZonedDateTime) value).toInstant(), ZoneOffset.UTC));
        } else if (value instanceof java.util.Date && !(value instanceof Date || value instanceof Time)) {
            setTimestamp(
                    index,
                    value instanceof Timestamp ? (Timestamp) value : new Timestamp(((java.util.Date) value).getTime()));
        } else if (value instanceof BigInteger) {
            setBigDecimal(index, new BigDecimal((BigInteger) value));
        } else if (value instanceof Character) {
            setString(index, value.toString());
        } else if (value instanceof UUID) {
            setString(index, value.toString());
        } else if (value instanceof Array) {
            setArray(index, (Array) value);
        } else if (value instanceof LocalDate) {
            setDay(index, (LocalDate) value);
        } else if (value instanceof LocalTime) {
            setTime(index, new Time(((LocalTime) value).toNanoOfDay() / 1_000_000), utc());
        } else {
            return false;
        }
        return true;
    }

    /** Avatica would send milliseconds. */
    @Override
    public void setTimestamp(int index, Timestamp value) throws SQLException {
        if (FineTimes.hasMoreThanMillis(value)) {
            setString(index, FineTimes.text(value.toLocalDateTime()));
        } else {
            super.setTimestamp(index, value);
        }
    }

    @Override
    public void setTimestamp(int index, Timestamp value, Calendar calendar) throws SQLException {
        if (FineTimes.hasMoreThanMillis(value)) {
            setString(
                    index,
                    calendar == null ? FineTimes.text(value.toLocalDateTime()) : FineTimes.text(value, calendar));
        } else {
            super.setTimestamp(index, value, calendar);
        }
    }

    private void setMoment(int index, LocalDateTime value) throws SQLException {
        Timestamp timestamp = Timestamp.from(value.toInstant(ZoneOffset.UTC));
        if (OldDates.isOld(timestamp) || FineTimes.hasMoreThanMillis(timestamp)) {
            setString(index, FineTimes.text(value));
        } else {
            setTimestamp(index, timestamp, utc());
        }
    }

    private void setDay(int index, LocalDate value) throws SQLException {
        Date date = new Date(value.toEpochDay() * DAY_MILLIS);
        if (OldDates.isOld(date)) {
            setString(index, value.toString());
        } else {
            setDate(index, date, utc());
        }
    }

    private static Calendar utc() {
        return Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    }

    /** Not synchronized: the thread that executes holds the lock. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void cancel() throws SQLException {
        checkOpen();
        control.cancel();
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public void close() throws SQLException {
        StatementClosing.close(this, super::close);
    }

    @Override
    public int getQueryTimeout() throws SQLException {
        checkOpen();
        return control.timeoutSeconds();
    }

    @Override
    public void setQueryTimeout(int seconds) throws SQLException {
        checkOpen();
        control.setTimeoutSeconds(seconds);
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        checkOpen();
        return control.warnings();
    }

    @Override
    public void clearWarnings() throws SQLException {
        checkOpen();
        control.clearWarnings();
    }

    /** The server knows the JDBC escapes itself. */
    @Override
    public void setEscapeProcessing(boolean enable) throws SQLException {
        checkOpen();
    }

    /** A hint that is not taken. */
    @Override
    public void setPoolable(boolean poolable) throws SQLException {
        checkOpen();
    }
}
