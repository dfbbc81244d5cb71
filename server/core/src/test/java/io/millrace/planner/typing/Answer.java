package io.millrace.planner.typing;

import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.sql.tree.SqlSyntaxException;

/** What became of an expression: a value with its declared type, or an error. */
sealed interface Answer {

    /** @param boxed null for NULL */
    record Given(Type type, boolean nullable, Object boxed) implements Answer {
        @Override
        public String toString() {
            return Value.text(boxed, type) + " " + type.sql() + (nullable ? "" : " NOT NULL");
        }
    }

    /** @param planned whether planning failed rather than evaluation */
    record Failed(ErrorCode code, String message, boolean planned, boolean positioned) implements Answer {

        static Failed of(RuntimeException failure) {
            if (failure instanceof SqlSyntaxException) {
                return new Failed(ErrorCode.SYNTAX_ERROR, failure.getMessage(), true, true);
            }
            return failure instanceof MillraceException known
                    ? new Failed(
                            known.code(),
                            known.getMessage(),
                            true,
                            known.position().isPresent())
                    : broken(failure);
        }

        static Failed broken(Throwable failure) {
            StackTraceElement place = failure.getStackTrace().length == 0 ? null : failure.getStackTrace()[0];
            return new Failed(ErrorCode.INTERNAL_ERROR, failure + " at " + place, true, false);
        }

        boolean refused() {
            return code == ErrorCode.NOT_SUPPORTED && !message.contains("log has the details");
        }

        /** Whether nobody but us is to blame. */
        boolean broken() {
            return code == ErrorCode.INTERNAL_ERROR || message.contains("log has the details");
        }

        @Override
        public String toString() {
            return code + ": " + message;
        }
    }
}
