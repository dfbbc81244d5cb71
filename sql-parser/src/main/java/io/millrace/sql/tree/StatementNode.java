package io.millrace.sql.tree;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Base of all statements: the side of them that Calcite sees. */
public abstract sealed class StatementNode extends TreeNode implements Statement
        permits CreateStream,
                CreateTable,
                CreateView,
                CreateMaterializedView,
                CreateSink,
                CreateConnection,
                CreateSecret,
                CreateFunction,
                CreateExternalFunction,
                CreateSubscription,
                CreateUser,
                CreateRole,
                Drop,
                Suspend,
                Resume,
                Retry,
                SkipBatch,
                AlterOptions,
                Show,
                ShowCreate,
                Describe,
                Explain,
                ExplainRelation,
                SetOption,
                ResetOption,
                SetClock,
                AdvanceClock,
                Kill,
                Checkpoint,
                FetchSubscription,
                Grant,
                Revoke,
                GrantRole,
                RevokeRole,
                BeginTransaction,
                CommitTransaction,
                RollbackTransaction,
                QueryStatement,
                InsertStatement,
                UpdateStatement,
                DeleteStatement,
                MergeStatement {

    StatementNode(SqlParserPos position) {
        super(position);
    }

    @Override
    public final SqlNode node() {
        return this;
    }
}
