package io.millrace.engine.operator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sessions of rows {@code key|time|value}, put together anew in each batch from all rows of the open ones. */
final class NaiveSessions {

    private final long gap;
    private final List<Session> open = new ArrayList<>();
    private final List<Session> closed = new ArrayList<>();
    private final List<String> late = new ArrayList<>();

    NaiveSessions(long gap) {
        this.gap = gap;
    }

    /** Rows of one key that follow each other at a distance of at most the gap, in order. */
    record Session(List<Row> rows, long gap) {

        long start() {
            return rows.get(0).time;
        }

        long end() {
            return rows.get(rows.size() - 1).time + gap;
        }

        String key() {
            return rows.get(0).key;
        }

        boolean isNew() {
            return rows.stream().allMatch(row -> row.isNew);
        }

        /** The rows with their windows. */
        List<String> texts() {
            String window = "|" + start() + "|" + end() + "|" + (end() - 1);
            return rows.stream().map(row -> row.text() + window).toList();
        }
    }

    /** A row; new in the batch in which it comes. */
    record Row(String key, long time, String value, boolean isNew) {

        static Row of(String text) {
            String[] parts = text.split("\\|");
            return new Row(parts[0], Long.parseLong(parts[1]), parts[2], true);
        }

        String text() {
            return key + "|" + time + "|" + value;
        }

        Row known() {
            return new Row(key, time, value, false);
        }
    }

    /** Takes the rows of a batch; the watermark before it and with it. */
    void batch(List<String> rows, long closedWatermark, long watermark) {
        closed.clear();
        late.clear();
        List<Row> all = new ArrayList<>();
        open.forEach(session -> session.rows.forEach(row -> all.add(row.known())));
        rows.forEach(row -> all.add(Row.of(row)));
        open.clear();
        for (Session session : sessions(all, gap)) {
            if (session.isNew() && session.end() < closedWatermark) {
                session.rows.forEach(row -> late.add(row.text()));
            } else if (session.end() < watermark) {
                closed.add(session);
            } else {
                open.add(session);
            }
        }
    }

    /** The sessions that closed in the last batch. */
    List<Session> closed() {
        return closed;
    }

    List<Session> open() {
        return open;
    }

    List<String> late() {
        return late;
    }

    long openRows() {
        return open.stream().mapToLong(session -> session.rows.size()).sum();
    }

    static List<Session> sessions(List<Row> rows, long gap) {
        Map<String, List<Row>> byKey = new TreeMap<>();
        rows.forEach(
                row -> byKey.computeIfAbsent(row.key, key -> new ArrayList<>()).add(row));
        List<Session> sessions = new ArrayList<>();
        for (List<Row> ofKey : byKey.values()) {
            ofKey.sort(Comparator.comparingLong(Row::time));
            List<Row> current = new ArrayList<>();
            for (Row row : ofKey) {
                if (!current.isEmpty() && row.time - current.get(current.size() - 1).time > gap) {
                    sessions.add(new Session(current, gap));
                    current = new ArrayList<>();
                }
                current.add(row);
            }
            sessions.add(new Session(current, gap));
        }
        return sessions;
    }
}
