/** WITH before or after the query; the second of two continues the first. */
void OptionsOpt(List<WithOption> optionList) :
{
}
{
    [
        LOOKAHEAD(2)
        <WITH> ParenthesizedOptions(optionList)
    ]
}

List<WithOption> WithOptions() :
{
    final List<WithOption> optionList = new ArrayList<WithOption>();
}
{
    <WITH> ParenthesizedOptions(optionList) { return optionList; }
}

void ParenthesizedOptions(List<WithOption> optionList) :
{
}
{
    <LPAREN>
    [
        AddOption(optionList)
        ( <COMMA> AddOption(optionList) )*
    ]
    <RPAREN>
}

void AddOption(List<WithOption> optionList) :
{
    final Span s;
    final String key;
    final SqlNode value;
}
{
    key = OptionKey() { s = span(); }
    <EQ> value = OptionValue()
    {
        for (WithOption option : optionList) {
            if (option.key().equalsIgnoreCase(key)) {
                throw new SqlSyntaxException(s.pos(), "option \"" + key + "\" is given twice");
            }
        }
        optionList.add(new WithOption(s.end(this), key, value));
    }
}

/** A key such as 'topic', "topic", topic or scan.startup.mode. */
String OptionKey() :
{
    final SqlIdentifier name;
    final SqlLiteral text;
}
{
    name = CompoundIdentifier() { return String.join(".", name.names); }
|
    text = TextLiteral() { return text.getValueAs(String.class); }
}

SqlNode OptionValue() :
{
    final SqlNode value;
    final Span s;
    final SqlIdentifier name;
}
{
    LOOKAHEAD(2)
    <SECRET> { s = span(); } name = CompoundIdentifier()
    { return new SecretReference(s.end(this), name); }
|
    value = CompoundIdentifier() { return value; }
|
    <TRUE> { return SqlLiteral.createBoolean(true, getPos()); }
|
    <FALSE> { return SqlLiteral.createBoolean(false, getPos()); }
|
    value = NumericLiteral() { return value; }
|
    value = TextLiteral() { return value; }
}

/** A string in single quotes; several in a row are joined, as the standard has it. */
SqlLiteral TextLiteral() :
{
    final SqlNode text;
}
{
    text = StringLiteral() { return (SqlLiteral) SqlLiteral.unchain(text); }
}
