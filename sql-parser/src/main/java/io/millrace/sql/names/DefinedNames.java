package io.millrace.sql.names;

import io.millrace.sql.tree.ObjectKind;
import io.millrace.sql.tree.Statement;
import io.millrace.sql.tree.control.Resume;
import io.millrace.sql.tree.control.Retry;
import io.millrace.sql.tree.control.SkipBatch;
import io.millrace.sql.tree.control.Suspend;
import io.millrace.sql.tree.ddl.AddColumn;
import io.millrace.sql.tree.ddl.AlterOptions;
import io.millrace.sql.tree.ddl.CommentOn;
import io.millrace.sql.tree.ddl.CreateMaterializedView;
import io.millrace.sql.tree.ddl.CreateSink;
import io.millrace.sql.tree.ddl.CreateStream;
import io.millrace.sql.tree.ddl.CreateTable;
import io.millrace.sql.tree.ddl.CreateView;
import io.millrace.sql.tree.ddl.Drop;
import io.millrace.sql.tree.ddl.DropColumn;
import io.millrace.sql.tree.ddl.Rename;
import io.millrace.sql.tree.ddl.RenameColumn;
import io.millrace.sql.tree.people.AlterOwner;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.calcite.sql.SqlIdentifier;

/** What statements that change definitions make, and what they do it to. */
final class DefinedNames {

    private DefinedNames() {}

    static void of(
            Statement statement,
            Consumer<SqlIdentifier> made,
            BiConsumer<ObjectKind, SqlIdentifier> there,
            Consumer<SqlIdentifier> column) {
        if (statement instanceof CreateStream create) {
            made.accept(create.name());
        } else if (statement instanceof CreateTable create) {
            made.accept(create.name());
        } else if (statement instanceof CreateView create) {
            made.accept(create.name());
        } else if (statement instanceof CreateMaterializedView create) {
            made.accept(create.name());
        } else if (statement instanceof CreateSink create) {
            made.accept(create.name());
            if (create.input() instanceof SqlIdentifier input) {
                there.accept(ObjectKind.STREAM, input);
            }
        } else if (statement instanceof CommentOn comment) {
            comment.kind()
                    .ifPresentOrElse(kind -> there.accept(kind, comment.name()), () -> column.accept(comment.name()));
        } else {
            changed(statement, there);
        }
    }

    private static void changed(Statement statement, BiConsumer<ObjectKind, SqlIdentifier> there) {
        if (statement instanceof Drop drop) {
            there.accept(drop.kind(), drop.name());
        } else if (statement instanceof Rename rename) {
            there.accept(rename.kind(), rename.name());
        } else if (statement instanceof RenameColumn rename) {
            there.accept(rename.kind(), rename.name());
        } else if (statement instanceof AddColumn add) {
            there.accept(add.kind(), add.name());
        } else if (statement instanceof DropColumn drop) {
            there.accept(drop.kind(), drop.name());
        } else if (statement instanceof AlterOptions alter) {
            there.accept(alter.kind(), alter.name());
        } else if (statement instanceof AlterOwner alter) {
            there.accept(alter.kind(), alter.name());
        } else if (statement instanceof Suspend suspend) {
            there.accept(suspend.kind(), suspend.name());
        } else if (statement instanceof Resume resume) {
            there.accept(resume.kind(), resume.name());
        } else if (statement instanceof Retry retry) {
            there.accept(retry.kind(), retry.name());
        } else if (statement instanceof SkipBatch skip) {
            there.accept(skip.kind(), skip.name());
        }
    }
}
