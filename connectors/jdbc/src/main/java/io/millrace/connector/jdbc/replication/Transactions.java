package io.millrace.connector.jdbc.replication;

import io.millrace.spi.connector.Receiver;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/**
 * Collects what committed transactions do to a table and hands it over: whole transactions together, those beyond some size in pieces. What
 * the server has of a transaction already, which is sent again from its beginning, is left out. Used by one thread.
 */
final class Transactions implements LogMessages.Listener {

    static final String PARTITION = "table";

    /** So much of several transactions is handed over together. */
    private static final long TOGETHER = 4 << 20;

    private final List<String> names;
    private final String table;
    private final ChangedPages pages;
    private final long most;
    private final Receiver receiver;
    /** The place that the server has, or will have with what is collected. */
    private LogPlace place;

    private LogPlace given;
    private int number;
    private int[] places = new int[0];
    /** Where the commit of the running transaction stands; 0 between two. */
    private long end;

    private long position;

    /**
     * Has collected nothing yet.
     *
     * @param names of the columns that are read
     * @param table its schema and name with a point between
     * @param most about how many bytes are collected of one transaction
     * @param place from which on the log is read
     */
    Transactions(List<String> names, String table, ChangedPages pages, long most, LogPlace place, Receiver receiver) {
        this.names = names;
        this.table = table;
        this.pages = pages;
        this.most = most;
        this.receiver = receiver;
        this.place = place;
        this.given = place;
    }

    /** The place that the server was told last. */
    LogPlace given() {
        return given;
    }

    @Override
    public void begin(long commit) {
        end = commit;
        position = 0;
    }

    @Override
    public void commit(long behind) {
        end = 0;
        place = place.at(behind);
        if (pages.bytes() >= TOGETHER || pages.isFullOfRejects()) {
            give();
        }
    }

    /** Hands over what was collected of whole transactions, if there is something. */
    void flush() {
        if (end == 0 && !pages.isEmpty()) {
            give();
        }
    }

    /** The log was read so far, and nothing there concerns the table. */
    void passed(long reached) {
        if (end == 0 && pages.isEmpty() && reached > given.log()) {
            place = place.at(Math.max(reached, place.log()));
            give();
        }
    }

    /** Whether what was read ends with a whole transaction. */
    boolean isBetween() {
        return end == 0;
    }

    /** Hands over what was collected of whole transactions, and notes for good that changes behind it are missing. */
    void endHere() {
        flush();
        if (!place.isIncomplete()) {
            place = place.incomplete();
            give();
        }
    }

    private void give() {
        pages.give(PARTITION, place, receiver);
        given = place;
    }

    @Override
    public void relation(int other, LogColumns columns) {
        if (columns.table().equals(table)) {
            columns.checkShape(names, place.shape());
            number = other;
            places = columns.places(names);
        } else if (other == number) {
            throw new MillraceException(
                    ErrorCode.SOURCE_FAILED,
                    "table " + table + " was renamed to " + columns.table()
                            + "; what was read before that stays: DROP the table here and CREATE it again with its new name");
        }
    }

    @Override
    public void insert(int other, RowImage after) {
        if (isNew(other)) {
            add(after, 1);
            noted();
        }
    }

    @Override
    public void update(int other, RowImage before, RowImage after) {
        if (isNew(other)) {
            if (before == null || !after.isComplete()) {
                throw lacking();
            }
            add(before, -1);
            add(after, 1);
            noted();
        }
    }

    @Override
    public void delete(int other, RowImage before) {
        if (isNew(other)) {
            if (before == null) {
                throw lacking();
            }
            add(before, -1);
            noted();
        }
    }

    @Override
    public void truncate(int other) {
        if (isNew(other)) {
            pages.clear();
            noted();
        }
    }

    private void add(RowImage image, long weight) {
        pages.add(image, places, weight, place.log());
    }

    /** Whether a change is one of the table that the server does not have yet. */
    private boolean isNew(int other) {
        if (other != number) {
            return false;
        }
        position++;
        return place.commit() != end || position > place.position();
    }

    private void noted() {
        if (pages.bytes() >= most || pages.isFullOfRejects()) {
            place = place.within(end, position);
            give();
        }
    }

    private MillraceException lacking() {
        return new MillraceException(
                ErrorCode.SOURCE_FAILED,
                "a row of table " + table
                        + " was changed while the log had only its key; DROP the table here and CREATE it"
                        + " again after ALTER TABLE " + table + " REPLICA IDENTITY FULL");
    }
}
