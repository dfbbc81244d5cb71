/** A whole statement and the end of the text. */
Statement StatementEof() :
{
    final Statement statement;
}
{
    statement = Statement() <EOF> { return statement; }
}

Statement Statement() :
{
    final Statement statement;
}
{
    (
        statement = CreateStatement()
    |
        statement = DropStatement()
    |
        statement = AlterStatement()
    |
        statement = CommentStatement()
    |
        statement = ShowStatement()
    |
        statement = DescribeStatement()
    |
        statement = ExplainStatement()
    |
        statement = SetStatement()
    |
        statement = UseStatement()
    |
        statement = ResetStatement()
    |
        statement = SessionStatement()
    |
        statement = TransactionStatement()
    |
        statement = GrantStatement()
    |
        statement = RevokeStatement()
    |
        statement = ExplainableStatement()
    )
    { return statement; }
}

/** What EXPLAIN accepts besides CREATE. */
Statement ExplainableStatement() :
{
    final Statement statement;
}
{
    (
        // SqlInsert() knows UPSERT too
        LOOKAHEAD(<INSERT>)
        statement = InsertInto()
    |
        statement = UpdateTable()
    |
        statement = DeleteFrom()
    |
        statement = MergeInto()
    |
        statement = TruncateTable()
    |
        // the words that can begin a query are named, so that an expression is not taken for one
        LOOKAHEAD(<SELECT> | <WITH> | <VALUES> | <TABLE> | <LPAREN>)
        statement = QueryStatement()
    )
    { return statement; }
}
