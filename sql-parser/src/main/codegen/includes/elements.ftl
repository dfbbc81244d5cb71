List<TableElement> TableElementsOpt() :
{
    final List<TableElement> elements = new ArrayList<TableElement>();
}
{
    [
        <LPAREN>
        AddTableElement(elements)
        ( <COMMA> AddTableElement(elements) )*
        <RPAREN>
    ]
    { return elements; }
}

void AddTableElement(List<TableElement> elements) :
{
    TableElement element;
    SqlIdentifier name = null;
}
{
    LOOKAHEAD(2)
    element = WatermarkElement() { elements.add(element); }
|
    LOOKAHEAD(2)
    element = PrimaryKeyElement() { elements.add(element); }
|
    LOOKAHEAD([ <CONSTRAINT> SimpleIdentifier() ] ( <CHECK> <LPAREN> | <EXPECT> <LPAREN> | <UNIQUE> | <PRIMARY> <KEY> <LPAREN> ))
    [ <CONSTRAINT> name = SimpleIdentifier() ]
    (
        element = CheckOf(Optional.ofNullable(name)) { elements.add(element); }
    |
        element = UniqueOf() { elements.add(element); }
    |
        element = PrimaryKeyElement() { elements.add(element); }
    )
|
    AddColumn(elements)
}

CheckElement CheckOf(Optional<SqlIdentifier> name) :
{
    final Span s;
    final SqlNode condition;
    CheckElement.Violation violation;
}
{
    <CHECK> { s = span(); }
    <LPAREN> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
    { return new CheckElement(s.end(this), name, condition, Optional.empty()); }
|
    <EXPECT> { s = span(); }
    <LPAREN> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
    <ON> <VIOLATION>
    (
        <DROP> { violation = CheckElement.Violation.DROP; }
    |
        <FAIL> { violation = CheckElement.Violation.FAIL; }
    |
        <KEEP> { violation = CheckElement.Violation.KEEP; }
    )
    { return new CheckElement(s.end(this), name, condition, Optional.of(violation)); }
}

UniqueElement UniqueOf() :
{
    final Span s;
    final List<SqlIdentifier> columns;
}
{
    <UNIQUE> { s = span(); }
    columns = ColumnNames()
    { return new UniqueElement(s.end(this), columns); }
}

WatermarkElement WatermarkElement() :
{
    final Span s;
    final SqlIdentifier column;
    final SqlNode expression;
}
{
    <WATERMARK> { s = span(); }
    <FOR> column = SimpleIdentifier()
    <AS> expression = Expression(ExprContext.ACCEPT_SUB_QUERY)
    { return new WatermarkElement(s.end(this), column, expression); }
}

PrimaryKey PrimaryKeyElement() :
{
    final Span s;
    final List<SqlIdentifier> columns;
}
{
    <PRIMARY> { s = span(); }
    <KEY> columns = ColumnNames()
    [ NotEnforced() ]
    { return new PrimaryKey(s.end(this), columns); }
}

/** Known from Flink; here it would be a lie. */
void NotEnforced() :
{
    final Span s;
}
{
    <NOT> { s = span(); } <ENFORCED>
    { throw new SqlSyntaxException(s.end(this), "primary keys are enforced; leave out NOT ENFORCED"); }
}

void AddColumn(List<TableElement> elements) :
{
    final SqlIdentifier name;
    final Span s;
    final SqlNode expression;
    final SqlDataTypeSpec type;
    final boolean nullable;
    final TableElement metadata;
}
{
    name = SimpleIdentifier() { s = Span.of(name); }
    (
        <AS> expression = Expression(ExprContext.ACCEPT_SUB_QUERY)
        { elements.add(new ComputedColumn(s.end(this), name, expression)); }
    |
        type = DataType()
        nullable = NullableOptDefaultTrue()
        (
            metadata = MetadataOf(s, name, type, nullable) { elements.add(metadata); }
        |
            LOOKAHEAD(<GENERATED> ( <ALWAYS> | <BY> <DEFAULT_> ) <AS> <LPAREN>)
            expression = GeneratedOf()
            { elements.add(new ComputedColumn(s.end(this), name,
                SqlStdOperatorTable.CAST.createCall(expression.getParserPosition(), expression, type))); }
        |
            AddPhysicalColumn(elements, s, name, type, nullable)
        )
    )
}

SqlNode GeneratedOf() :
{
    final SqlNode expression;
}
{
    <GENERATED>
    ( <ALWAYS> | <BY> <DEFAULT_> )
    <AS>
    <LPAREN> expression = Expression(ExprContext.ACCEPT_SUB_QUERY) <RPAREN>
    [ <STORED> | <VIRTUAL> ]
    { return expression; }
}

IdentityClause IdentityOf() :
{
    final Span s;
    boolean always = false;
    SqlLiteral start = null;
    SqlLiteral increment = null;
}
{
    <GENERATED> { s = span(); }
    ( <ALWAYS> { always = true; } | <BY> <DEFAULT_> )
    <AS> <IDENTITY>
    [
        <LPAREN>
        (
            (
                <START> [ <WITH> ] start = NumericLiteral()
            |
                <INCREMENT> [ <BY> ] increment = NumericLiteral()
            )
            [ <COMMA> ]
        )+
        <RPAREN>
    ]
    { return new IdentityClause(s.end(this), always, Optional.ofNullable(start), Optional.ofNullable(increment)); }
}

/** A column with what is said of it, in any order; what is said of rows becomes elements behind it. */
void AddPhysicalColumn(List<TableElement> elements, Span s, SqlIdentifier name, SqlDataTypeSpec type, boolean nulls) :
{
    boolean nullable = nulls;
    boolean primaryKey = false;
    SqlNode defaultValue = null;
    IdentityClause identity = null;
    SqlIdentifier constraint = null;
    final List<TableElement> constraints = new ArrayList<TableElement>();
    TableElement check;
    final Span column = s;
}
{
    (
        <NOT>
        (
            <NULL> { nullable = false; }
        |
            <ENFORCED>
            { throw new SqlSyntaxException(getPos(), "constraints are enforced; leave out NOT ENFORCED"); }
        )
    |
        <NULL>
    |
        <PRIMARY> <KEY> { primaryKey = true; }
    |
        <UNIQUE> { constraints.add(new UniqueElement(getPos(), Collections.singletonList(name))); }
    |
        <DEFAULT_> defaultValue = Expression(ExprContext.ACCEPT_SUB_QUERY)
    |
        identity = IdentityOf()
    |
        { constraint = null; }
        [ <CONSTRAINT> constraint = SimpleIdentifier() ]
        check = CheckOf(Optional.ofNullable(constraint)) { constraints.add(check); }
    )*
    {
        elements.add(new PhysicalColumn(
            column.end(this), name, type, nullable, Optional.ofNullable(defaultValue), primaryKey,
            Optional.ofNullable(identity)));
        elements.addAll(constraints);
    }
}

MetadataColumn MetadataOf(Span s, SqlIdentifier name, SqlDataTypeSpec type, boolean nullable) :
{
    Optional<SqlLiteral> source = Optional.empty();
    SqlLiteral key;
}
{
    <METADATA>
    [ <FROM> key = TextLiteral() { source = Optional.of(key); } ]
    { return new MetadataColumn(s.end(this), name, type, nullable, source); }
}

List<SqlIdentifier> ColumnNamesOpt() :
{
    final List<SqlIdentifier> names;
}
{
    names = ColumnNames() { return names; }
|
    { return Collections.<SqlIdentifier>emptyList(); }
}

List<SqlIdentifier> ColumnNames() :
{
    final List<SqlIdentifier> names;
}
{
    <LPAREN> names = Names() <RPAREN> { return names; }
}

List<SqlIdentifier> Names() :
{
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    SqlIdentifier name;
}
{
    name = SimpleIdentifier() { names.add(name); }
    ( <COMMA> name = SimpleIdentifier() { names.add(name); } )*
    { return names; }
}

List<Parameter> Parameters() :
{
    final List<Parameter> parameters = new ArrayList<Parameter>();
}
{
    <LPAREN>
    [
        AddParameter(parameters)
        ( <COMMA> AddParameter(parameters) )*
    ]
    <RPAREN>
    { return parameters; }
}

void AddParameter(List<Parameter> parameters) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
}
{
    name = SimpleIdentifier()
    type = DataType()
    { parameters.add(new Parameter(Span.of(name).end(this), name, type)); }
}
