Statement CreateStatement() :
{
    final Span s;
    final Statement statement;
    boolean orReplace = false;
}
{
    <CREATE> { s = span(); }
    [ <OR> <REPLACE> { orReplace = true; } ]
    (
        statement = CreateStream(s, orReplace)
    |
        statement = CreateTable(s, orReplace)
    |
        statement = CreateView(s, orReplace)
    |
        statement = CreateMaterializedView(s, orReplace)
    |
        statement = CreateSink(s, orReplace)
    |
        statement = CreateConnection(s, orReplace)
    |
        statement = CreateSecret(s, orReplace)
    |
        statement = CreateFunction(s, orReplace)
    |
        statement = CreateSubscription(s, orReplace)
    |
        statement = CreateUser(s, orReplace)
    |
        statement = CreateRole(s, orReplace)
    |
        statement = CreateSchema(s, orReplace)
    )
    { return statement; }
}

CreateMode CreateModeOpt(boolean orReplace) :
{
}
{
    LOOKAHEAD(3)
    <IF> <NOT> <EXISTS> {
        if (orReplace) {
            throw new SqlSyntaxException(getPos(), "OR REPLACE and IF NOT EXISTS exclude each other; leave one out");
        }
        return new CreateMode(false, true);
    }
|
    { return new CreateMode(orReplace, false); }
}

CreateStream CreateStream(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final List<TableElement> elements;
    final List<WithOption> optionList = new ArrayList<WithOption>();
    final Optional<QueryStatement> query;
}
{
    <STREAM>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    elements = TableElementsOpt()
    OptionsOpt(optionList)
    StartOpt(optionList)
    query = AsQueryOpt()
    OptionsOpt(optionList)
    { return new CreateStream(s.end(this), mode, name, elements, optionList, query); }
}

CreateTable CreateTable(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final List<TableElement> elements;
    final List<WithOption> optionList = new ArrayList<WithOption>();
    final Optional<QueryStatement> query;
}
{
    <TABLE>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    elements = TableElementsOpt()
    OptionsOpt(optionList)
    StartOpt(optionList)
    query = AsQueryOpt()
    OptionsOpt(optionList)
    { return new CreateTable(s.end(this), mode, name, elements, optionList, query); }
}

CreateView CreateView(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final List<SqlIdentifier> columns;
    final QueryStatement query;
}
{
    <VIEW>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    columns = ColumnNamesOpt()
    <AS> query = QueryStatement()
    { return new CreateView(s.end(this), mode, name, columns, query); }
}

CreateMaterializedView CreateMaterializedView(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final List<SqlIdentifier> columns;
    final List<WithOption> optionList = new ArrayList<WithOption>();
    final QueryStatement query;
}
{
    <MATERIALIZED> <VIEW>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    columns = ColumnNamesOpt()
    OptionsOpt(optionList)
    <AS> query = QueryStatement()
    OptionsOpt(optionList)
    { return new CreateMaterializedView(s.end(this), mode, name, columns, optionList, query); }
}

CreateSink CreateSink(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final SqlNode input;
    final List<WithOption> optionList = new ArrayList<WithOption>();
}
{
    <SINK>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    OptionsOpt(optionList)
    (
        <FROM> input = CompoundIdentifier()
    |
        <AS> input = QueryStatement()
    )
    OptionsOpt(optionList)
    { return new CreateSink(s.end(this), mode, name, input, optionList); }
}

CreateConnection CreateConnection(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final List<WithOption> optionList;
}
{
    <CONNECTION>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    optionList = WithOptions()
    { return new CreateConnection(s.end(this), mode, name, optionList); }
}

CreateSecret CreateSecret(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final SqlLiteral value;
}
{
    <SECRET>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    <AS> value = TextLiteral()
    { return new CreateSecret(s.end(this), mode, name, value); }
}

/** All kinds of function: with parameters the body is SQL or names a Java method, without it is a Java class. */
Statement CreateFunction(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final List<Parameter> parameters;
    final FunctionResult result;
    final FunctionBody body;
    final SqlLiteral className;
    Optional<SqlLiteral> jar = Optional.empty();
    SqlLiteral path;
    boolean aggregate = false;
}
{
    [ <AGGREGATE> { aggregate = true; } ]
    <FUNCTION>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    (
        parameters = Parameters()
        <RETURNS> result = FunctionResult()
        body = FunctionBody(result.isTable())
        { return new CreateFunction(s.end(this), mode, aggregate, name, parameters, result, body); }
    |
        <AS> className = TextLiteral()
        [ <USING> <JAR> path = TextLiteral() { jar = Optional.of(path); } ]
        { return new CreateExternalFunction(s.end(this), mode, name, className, jar); }
    )
}

FunctionResult FunctionResult() :
{
    final Span s;
    final List<Parameter> columns;
    final SqlDataTypeSpec type;
}
{
    <TABLE> { s = span(); }
    columns = Parameters()
    { return new FunctionResult(s.end(this), Optional.<SqlDataTypeSpec>empty(), columns); }
|
    type = DataType()
    { return new FunctionResult(type.getParserPosition(), Optional.of(type), Collections.<Parameter>emptyList()); }
}

FunctionBody FunctionBody(boolean table) :
{
    final Span s;
    FunctionBody.Language language = FunctionBody.Language.SQL;
    boolean deterministic = true;
    final SqlNode body;
    SqlIdentifier word;
}
{
    { s = Span.of(); }
    (
        <LANGUAGE> word = SimpleIdentifier() { language = FunctionBody.Language.of(word); }
    |
        <DETERMINISTIC>
    |
        <NOT> <DETERMINISTIC> { deterministic = false; }
    )*
    <AS> { s.add(getPos()); }
    (
        LOOKAHEAD({ language == FunctionBody.Language.JAVA })
        body = TextLiteral()
    |
        LOOKAHEAD({ table })
        body = QueryStatement()
    |
        body = Expression(ExprContext.ACCEPT_SUB_QUERY)
    )
    { return new FunctionBody(s.end(this), language, deterministic, body); }
}

CreateSubscription CreateSubscription(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final SqlIdentifier relation;
    final List<WithOption> optionList = new ArrayList<WithOption>();
}
{
    <SUBSCRIPTION>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    <FROM> relation = CompoundIdentifier()
    OptionsOpt(optionList)
    { return new CreateSubscription(s.end(this), mode, name, relation, optionList); }
}

CreateUser CreateUser(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
    final List<WithOption> optionList = new ArrayList<WithOption>();
}
{
    <USER>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    [ Password(optionList) ]
    OptionsOpt(optionList)
    { return new CreateUser(s.end(this), mode, name, optionList); }
}

/** {@code PASSWORD 'p'} is short for {@code WITH (password = 'p')}. */
void Password(List<WithOption> optionList) :
{
    final SqlLiteral password;
    final Span key;
}
{
    <PASSWORD> { key = span(); } password = TextLiteral()
    { optionList.add(new WithOption(key.end(this), "password", password)); }
}

CreateRole CreateRole(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
}
{
    <ROLE>
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    { return new CreateRole(s.end(this), mode, name); }
}

CreateSchema CreateSchema(Span s, boolean orReplace) :
{
    final CreateMode mode;
    final SqlIdentifier name;
}
{
    <SCHEMA> {
        if (orReplace) {
            throw new SqlSyntaxException(getPos(), "a schema is not replaced; write CREATE SCHEMA IF NOT EXISTS");
        }
    }
    mode = CreateModeOpt(orReplace)
    name = CompoundIdentifier()
    { return new CreateSchema(s.end(this), mode, name); }
}

Optional<QueryStatement> AsQueryOpt() :
{
    final QueryStatement query;
}
{
    <AS> query = QueryStatement() { return Optional.of(query); }
|
    { return Optional.empty(); }
}
