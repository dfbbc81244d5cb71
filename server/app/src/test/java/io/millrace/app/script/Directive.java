package io.millrace.app.script;

import io.millrace.spi.error.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One step of a script. Each knows the line of the file on which it begins. */
sealed interface Directive {

    int line();

    <R> R accept(Visitor<R> visitor) throws Exception;

    /** {@code statement ok}, or {@code statement count n} with the rows that it must report. */
    record Statement(int line, String sql, Optional<Long> count) implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.statement(this);
        }
    }

    /** {@code statement error CODE}: {@code position} is where the caret stood, {@code fragments} must be in the message. */
    record Failure(int line, String sql, ErrorCode code, Optional<String> position, List<String> fragments)
            implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.failure(this);
        }
    }

    /** {@code query [ordered] [text] [eventually]}. */
    record Query(
            int line,
            String sql,
            boolean ordered,
            boolean text,
            boolean eventually,
            List<String> types,
            List<String> rows)
            implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.query(this);
        }
    }

    /** {@code batch s} and the {@code emits v} that follow it: what the batch changes in each relation. */
    record Batch(int line, String relation, List<List<Token>> rows, Map<String, List<String>> changes)
            implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.batch(this);
        }
    }

    /** {@code subscribe name}: runs a SELECT STREAM whose rows {@code receives name} awaits. */
    record Subscribe(int line, String name, String sql) implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.subscribe(this);
        }
    }

    /** {@code receives name}: the net changes that arrive, in any order. */
    record Receives(int line, String name, List<String> changes) implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.receives(this);
        }
    }

    /** {@code file name} or {@code append name}: lines for a file under {@code ${dir}}. */
    record WriteFile(int line, String name, List<String> content, boolean append) implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.writeFile(this);
        }
    }

    /** What can be done to files besides writing them. */
    enum FileAction {
        RENAME,
        COPY,
        TRUNCATE,
        DELETE
    }

    /** {@code rename name to}, {@code copy name to}, {@code truncate name} or {@code delete name}: files under {@code ${dir}}. */
    record ChangeFile(int line, FileAction action, String name, Optional<String> to) implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.changeFile(this);
        }
    }

    /** {@code socket name}: listens on {@code ${name.port}}. */
    record OpenSocket(int line, String name) implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.openSocket(this);
        }
    }

    /** {@code send name}: lines to the one who connected to the socket. */
    record Send(int line, String name, List<String> content) implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.send(this);
        }
    }

    /** {@code run file}: the statements of a file of the examples, after replacements {@code old -> new}. */
    record RunFile(int line, String file, Map<String, String> replacements) implements Directive {
        @Override
        public <R> R accept(Visitor<R> visitor) throws Exception {
            return visitor.runFile(this);
        }
    }

    /** Carries out each kind of directive. */
    interface Visitor<R> {
        R statement(Statement directive) throws Exception;

        R failure(Failure directive) throws Exception;

        R query(Query directive) throws Exception;

        R batch(Batch directive) throws Exception;

        R subscribe(Subscribe directive) throws Exception;

        R receives(Receives directive) throws Exception;

        R writeFile(WriteFile directive) throws Exception;

        R changeFile(ChangeFile directive) throws Exception;

        R openSocket(OpenSocket directive) throws Exception;

        R send(Send directive) throws Exception;

        R runFile(RunFile directive) throws Exception;
    }
}
