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
