package io.millrace.sql.tree;

/**
 * What to do for each kind of statement.
 *
 * <p>There are no default methods: a new statement must break every visitor that forgets it.
 */
public interface StatementVisitor<R> {
    R visitCreateStream(CreateStream statement);

    R visitCreateTable(CreateTable statement);

    R visitCreateView(CreateView statement);

    R visitCreateMaterializedView(CreateMaterializedView statement);

    R visitCreateSink(CreateSink statement);

    R visitCreateConnection(CreateConnection statement);

    R visitCreateSecret(CreateSecret statement);

    R visitCreateFunction(CreateFunction statement);

    R visitCreateExternalFunction(CreateExternalFunction statement);

    R visitCreateSubscription(CreateSubscription statement);

    R visitCreateUser(CreateUser statement);

    R visitCreateRole(CreateRole statement);

    R visitDrop(Drop statement);

    R visitSuspend(Suspend statement);

    R visitResume(Resume statement);

    R visitRetry(Retry statement);

    R visitSkipBatch(SkipBatch statement);

    R visitAlterOptions(AlterOptions statement);

    R visitShow(Show statement);

    R visitShowCreate(ShowCreate statement);

    R visitDescribe(Describe statement);

    R visitExplain(Explain statement);

    R visitExplainRelation(ExplainRelation statement);

    R visitSetOption(SetOption statement);

    R visitResetOption(ResetOption statement);

    R visitSetClock(SetClock statement);

    R visitAdvanceClock(AdvanceClock statement);

    R visitKill(Kill statement);

    R visitCheckpoint(Checkpoint statement);

    R visitFetchSubscription(FetchSubscription statement);

    R visitGrant(Grant statement);

    R visitRevoke(Revoke statement);

    R visitGrantRole(GrantRole statement);

    R visitRevokeRole(RevokeRole statement);

    R visitBeginTransaction(BeginTransaction statement);

    R visitCommitTransaction(CommitTransaction statement);

    R visitRollbackTransaction(RollbackTransaction statement);

    R visitQueryStatement(QueryStatement statement);

    R visitInsertStatement(InsertStatement statement);

    R visitUpdateStatement(UpdateStatement statement);

    R visitDeleteStatement(DeleteStatement statement);

    R visitMergeStatement(MergeStatement statement);
}
