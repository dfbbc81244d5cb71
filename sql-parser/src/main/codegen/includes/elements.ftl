List<TableElement> TableElementsOpt() :
{
    final List<TableElement> elements = new ArrayList<TableElement>();
    TableElement element;
}
{
    [
        <LPAREN>
        element = TableElement() { elements.add(element); }
        ( <COMMA> element = TableElement() { elements.add(element); } )*
        <RPAREN>
    ]
    { return elements; }
}

TableElement TableElement() :
{
    final TableElement element;
}
{
    (
        LOOKAHEAD(2)
        element = WatermarkElement()
    |
        LOOKAHEAD(2)
        element = PrimaryKeyElement()
    |
        element = ColumnElement()
    )
    { return element; }
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

TableElement ColumnElement() :
{
    final SqlIdentifier name;
    final Span s;
    final SqlNode expression;
    final SqlDataTypeSpec type;
    final boolean nullable;
    boolean primaryKey = false;
    final TableElement metadata;
}
{
    name = SimpleIdentifier() { s = Span.of(name); }
    (
        <AS> expression = Expression(ExprContext.ACCEPT_SUB_QUERY)
        { return new ComputedColumn(s.end(this), name, expression); }
    |
        type = DataType()
        nullable = NullableOptDefaultTrue()
        (
            metadata = MetadataOf(s, name, type, nullable) { return metadata; }
        |
            [ <PRIMARY> <KEY> { primaryKey = true; } [ NotEnforced() ] ]
            { return new PhysicalColumn(s.end(this), name, type, nullable, primaryKey); }
        )
    )
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
