package io.millrace.planner.errors;

import io.millrace.catalog.Catalog;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.UnsupportedTypeException;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Position;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidatorException;

/** Turns what goes wrong while a query is planned into errors that its author can read. */
public final class ErrorTranslation {

    private final QueryNames names;
    private final SqlNode query;

    private ErrorTranslation(Catalog catalog, SqlNode query) {
        this.names = new QueryNames(catalog, query);
        this.query = query;
    }

    /**
     * @param query as written: not the copy that the validator rewrites
     */
    public static ErrorTranslation of(Catalog catalog, SqlNode query) {
        return new ErrorTranslation(catalog, query);
    }

    /** Does the work; its failures come out as {@link MillraceException}s, bugs too. */
    public <T> T during(Supplier<T> work) {
        try {
            return work.get();
        } catch (MillraceException alreadyReadable) {
            throw alreadyReadable;
        } catch (UnplannableException unplannable) {
            throw new MillraceException(
                    unplannable.code(),
                    ConstructPositions.find(query, unplannable.construct()).orElse(null),
                    unplannable.getMessage());
        } catch (UnsupportedTypeException type) {
            throw new MillraceException(ErrorCode.NOT_SUPPORTED, start(), type.getMessage());
        } catch (StackOverflowError tooDeep) {
            throw tooDeep();
        } catch (RuntimeException | AssertionError failure) {
            throw readable(failure).orElseGet(() -> PlanningBugs.refused(query, start(), failure));
        }
    }

    private MillraceException tooDeep() {
        return new MillraceException(
                ErrorCode.LIMIT_EXCEEDED, start(), "the query is nested too deeply; split it into views");
    }

    private Position start() {
        return ValidationFailure.position(query.getParserPosition()).orElse(null);
    }

    /** The innermost complaint that has a position in the text; else what the validator says without one. */
    private Optional<MillraceException> readable(Throwable failure) {
        Position position = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof MillraceException readable) {
                return Optional.of(readable);
            }
            if (cause instanceof StackOverflowError) {
                return Optional.of(tooDeep());
            }
            if (cause instanceof CalciteContextException context && context.getPosLine() > 0) {
                position = new Position(context.getPosLine(), context.getPosColumn());
                String complaint = context.getCause() == null
                        ? context.getMessage()
                        : context.getCause().getMessage();
                if (context.getCause() == null || !(context.getCause() instanceof CalciteContextException)) {
                    return Optional.of(
                            namesType(position)
                                    ? new MillraceException(
                                            ErrorCode.TYPE_NOT_FOUND, position, "this type is not known")
                                    : ValidatorComplaints.translate(complaint, position, names));
                }
            }
            if (cause instanceof SqlValidatorException complaint) {
                Position where = position == null ? start() : position;
                return Optional.of(ValidatorComplaints.translate(complaint.getMessage(), where, names));
            }
        }
        return Optional.empty();
    }

    /** Whether the name at a position is that of a type. */
    private boolean namesType(Position position) {
        boolean[] found = new boolean[1];
        query.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlDataTypeSpec type) {
                boolean named = type.getTypeNameSpec() instanceof SqlUserDefinedTypeNameSpec;
                found[0] |= named && position(type.getParserPosition()).equals(Optional.of(position));
                return null;
            }
        });
        return found[0];
    }

    static Optional<Position> position(SqlParserPos position) {
        return ValidationFailure.position(position);
    }
}
