Statement ShowStatement() :
{
    final Span s;
    final Statement statement;
}
{
    <SHOW> { s = span(); }
    (
        <CREATE> statement = ShowCreate(s)
    |
        statement = ShowList(s)
    )
    { return statement; }
}

ShowCreate ShowCreate(Span s) :
{
    final SqlIdentifier name;
    Optional<ObjectKind> kind = Optional.empty();
    ObjectKind named;
}
{
    [
        LOOKAHEAD(ObjectKindName() CompoundIdentifier())
        named = ObjectKindName() { kind = Optional.of(named); }
    ]
    name = CompoundIdentifier()
    { return new ShowCreate(s.end(this), kind, name); }
}

/** The lists are names rather than keywords, so that the words stay free for other use. */
Show ShowList(Span s) :
{
    final Span word;
    String kind;
    String rest;
    final SqlLiteral pattern;
    Optional<SqlLiteral> like = Optional.empty();
    final SqlIdentifier in;
    Optional<SqlIdentifier> schema = Optional.empty();
}
{
    kind = Identifier() { word = span(); }
    [ rest = Identifier() { kind = kind + " " + rest; word.add(this); } ]
    [ ( <IN> | <FROM> ) in = CompoundIdentifier() { schema = Optional.of(in); } ]
    [ <LIKE> pattern = TextLiteral() { like = Optional.of(pattern); } ]
    { return new Show(s.end(this), ShowKind.named(kind, word.pos()), schema, like); }
}

Describe DescribeStatement() :
{
    final Span s;
    final SqlIdentifier name;
    SqlIdentifier column = null;
}
{
    ( <DESCRIBE> | <DESC> ) { s = span(); }
    [ LOOKAHEAD(ObjectKindName() CompoundIdentifier()) ObjectKindName() ]
    name = CompoundIdentifier()
    [ column = SimpleIdentifier() ]
    { return new Describe(s.end(this), name, Optional.ofNullable(column)); }
}

Statement ExplainStatement() :
{
    final Span s;
    final Statement statement;
    final SqlIdentifier name;
    ExplainMode mode = ExplainMode.PLAN;
}
{
    <EXPLAIN> { s = span(); }
    [
        LOOKAHEAD(2)
        <PLAN> <FOR>
    |
        // A relation may be called "analyze": the word is a mode only when more than a dot follows it.
        LOOKAHEAD(<ANALYZE> | <CODEGEN> | <WATERMARK>, { getToken(2).kind != EOF && getToken(2).kind != DOT })
        (
            <ANALYZE> { mode = ExplainMode.ANALYZE; }
        |
            <CODEGEN> { mode = ExplainMode.CODEGEN; }
        |
            <WATERMARK> { mode = ExplainMode.WATERMARK; }
        )
        [ <FOR> ]
    ]
    (
        LOOKAHEAD(CompoundIdentifier() <EOF>)
        name = CompoundIdentifier() { return new ExplainRelation(s.end(this), mode, name); }
    |
        statement = CreateStatement() { return new Explain(s.end(this), mode, statement); }
    |
        statement = ExplainableStatement() { return new Explain(s.end(this), mode, statement); }
    )
}
