Statement SetStatement() :
{
    final Span s;
    final SqlIdentifier key;
    final SqlNode value;
}
{
    <SET> { s = span(); }
    (
        LOOKAHEAD(2)
        <CLOCK> <MANUAL> { return new SetClock(s.end(this), ClockMode.MANUAL); }
    |
        LOOKAHEAD(2)
        <CLOCK> <SYSTEM> { return new SetClock(s.end(this), ClockMode.SYSTEM); }
    |
        LOOKAHEAD(<SCHEMA> SchemaChoice())
        <SCHEMA> { key = new SqlIdentifier("schema", getPos()); }
        value = SchemaChoice()
        { return new SetOption(s.end(this), key, value); }
    |
        key = CompoundIdentifier()
        ( <EQ> | <TO> )
        value = SettingValue()
        { return new SetOption(s.end(this), key, value); }
    )
}

/** {@code USE s} is what most call {@code SET SCHEMA s}. */
SetOption UseStatement() :
{
    final Span s;
    final SqlIdentifier key;
    final SqlNode value;
}
{
    <USE> { s = span(); key = new SqlIdentifier("schema", getPos()); }
    [ LOOKAHEAD(<SCHEMA> SchemaChoice()) <SCHEMA> ]
    value = SchemaChoice()
    { return new SetOption(s.end(this), key, value); }
}

/** A name of a schema, with or without that of the catalog, or the same as text. */
SqlNode SchemaChoice() :
{
    final SqlNode value;
}
{
    value = TextLiteral() { return value; }
|
    value = CompoundIdentifier() { return value; }
}

SqlNode SettingValue() :
{
    final SqlNode value;
}
{
    value = CompoundIdentifier() { return value; }
|
    <ON> { return new SqlIdentifier("on", getPos()); }
|
    value = Literal() { return value; }
}

ResetOption ResetStatement() :
{
    final Span s;
    final SqlIdentifier key;
}
{
    <RESET> { s = span(); }
    (
        <ALL> { return new ResetOption(s.end(this), Optional.<SqlIdentifier>empty()); }
    |
        key = CompoundIdentifier() { return new ResetOption(s.end(this), Optional.of(key)); }
    )
}

Statement SessionStatement() :
{
    final Span s;
    final SqlNode limit;
    final SqlNode time;
    final SqlIdentifier name;
    final SqlLiteral id;
    final List<WithOption> optionList = new ArrayList<WithOption>();
}
{
    <ADVANCE> { s = span(); }
    <CLOCK>
    (
        <TO> time = Expression(ExprContext.ACCEPT_NON_QUERY)
        { return new AdvanceClock(s.end(this), AdvanceClock.Kind.TO, time); }
    |
        <BY> time = Expression(ExprContext.ACCEPT_NON_QUERY)
        { return new AdvanceClock(s.end(this), AdvanceClock.Kind.BY, time); }
    )
|
    <KILL> { s = span(); }
    id = StatementId()
    { return new Kill(s.end(this), id); }
|
    <CHECK> { s = span(); } <CONNECTION> name = CompoundIdentifier()
    { return new CheckConnection(s.end(this), name); }
|
    <CHECKPOINT> { return new Checkpoint(getPos()); }
|
    <FETCH> { s = span(); }
    limit = UnsignedNumericLiteralOrParam()
    <FROM> name = CompoundIdentifier()
    OptionsOpt(optionList)
    { return new FetchSubscription(s.end(this), limit, name, optionList); }
}

SqlLiteral StatementId() :
{
    final SqlLiteral id;
    final String name;
}
{
    id = UnsignedNumericLiteral() { return id; }
|
    id = TextLiteral() { return id; }
|
    name = Identifier() { return SqlLiteral.createCharString(name, getPos()); }
}

Statement TransactionStatement() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    ( <BEGIN> { s = span(); } [ <TRANSACTION> | <WORK> ] | <START> { s = span(); } <TRANSACTION> )
    { return new BeginTransaction(s.end(this)); }
|
    <COMMIT> { s = span(); } [ <TRANSACTION> | <WORK> ]
    { return new CommitTransaction(s.end(this)); }
|
    <ROLLBACK> { s = span(); } [ <TRANSACTION> | <WORK> ]
    (
        <TO> [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
        { return new Savepoint(s.end(this), Savepoint.Action.ROLLBACK, name); }
    |
        { return new RollbackTransaction(s.end(this)); }
    )
|
    <SAVEPOINT> { s = span(); } name = SimpleIdentifier()
    { return new Savepoint(s.end(this), Savepoint.Action.SAVEPOINT, name); }
|
    <RELEASE> { s = span(); } [ LOOKAHEAD(2) <SAVEPOINT> ] name = SimpleIdentifier()
    { return new Savepoint(s.end(this), Savepoint.Action.RELEASE, name); }
}
