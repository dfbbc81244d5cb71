/** {@code x::type}. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> { checkNonQueryExpression(exprContext); s.clear().add(this); }
    type = DataType()
    {
        list.add(new SqlParserUtil.ToTreeListItem(DoubleColonCast.OPERATOR, s.pos()));
        list.add(type);
    }
}

/** {@code v:name.name}, which is the same as {@code v['name']['name']}; brackets that follow are Calcite's own. */
void ColonPath(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <PATH_COLON> { checkNonQueryExpression(exprContext); s.clear().add(this); }
    [
        LOOKAHEAD(1)
        PathKey(list, s)
        (
            LOOKAHEAD(2) <DOT> PathKey(list, s)
        )*
    ]
}

void PathKey(List<Object> list, Span s) :
{
    final SqlIdentifier name;
}
{
    name = SimpleIdentifier()
    {
        list.add(new SqlParserUtil.ToTreeListItem(SqlStdOperatorTable.ITEM, s.pos()));
        list.add(SqlLiteral.createCharString(name.getSimple(), name.getParserPosition()));
    }
}

/** {@code v -> key} and {@code v ->> key}. */
void ArrowPath(List<Object> list, ExprContext exprContext, Span s) :
{
    final PathArrow operator;
}
{
    (
        <PATH_ARROW> { operator = PathArrow.VALUE; }
    |
        <PATH_TEXT> { operator = PathArrow.TEXT; }
    )
    {
        checkNonQueryExpression(exprContext);
        s.clear().add(this);
        list.add(new SqlParserUtil.ToTreeListItem(operator, s.pos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** {@code FOR SYSTEM_TIME AS OF BATCH n}. */
SqlNode BatchInstant() :
{
    final Span s;
    final SqlNode batch;
}
{
    <BATCH> { s = span(); }
    batch = UnsignedNumericLiteralOrParam()
    { return BatchInstant.of(s.end(this), batch); }
}

/** Names that other systems have for the standard's types. */
SqlTypeNameSpec AliasedTypeName() :
{
    final String alias;
    final Span s;
    int precision = -1;
}
{
    LOOKAHEAD({ TypeAlias.exists(getToken(1).image) && getToken(2).kind != DOT })
    alias = Identifier() { s = span(); }
    precision = PrecisionOpt()
    { return TypeAlias.resolve(alias, precision, s.end(this)); }
|
    // never taken: JavaCC evaluates the condition above only where there is a choice
    UnusedExtension() { return null; }
}

/** {@code ARRAY<INT>}; {@code INT ARRAY} is Calcite's own. */
SqlTypeNameSpec ArrayTypeName() :
{
    final Span s;
    final SqlDataTypeSpec element;
}
{
    <ARRAY> { s = span(); } <LT> element = DataType() <GT>
    { return new SqlCollectionTypeNameSpec(element.getTypeNameSpec(), SqlTypeName.ARRAY, s.end(this)); }
}

/** {@code ROW(a INT, b STRING)} and {@code ROW<a INT, b STRING>}; unlike in Calcite, fields may be null by default. */
SqlTypeNameSpec StructTypeName() :
{
    final Span s;
    final List<SqlIdentifier> names = new ArrayList<SqlIdentifier>();
    final List<SqlDataTypeSpec> types = new ArrayList<SqlDataTypeSpec>();
}
{
    <ROW> { s = span(); }
    (
        <LPAREN> AddField(names, types) ( <COMMA> AddField(names, types) )* <RPAREN>
    |
        <LT> AddField(names, types) ( <COMMA> AddField(names, types) )* <GT>
    )
    { return new RowTypeName(s.end(this), names, types); }
}

void AddField(List<SqlIdentifier> names, List<SqlDataTypeSpec> types) :
{
    final SqlIdentifier name;
    final SqlDataTypeSpec type;
    final boolean nullable;
}
{
    name = SimpleIdentifier()
    type = DataType()
    nullable = NullableOptDefaultTrue()
    { names.add(name); types.add(type.withNullable(nullable)); }
}
