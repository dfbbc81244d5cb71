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
    final SqlNode name;
    final SqlNode value;
    final String key;
}
{
    name = OptionKey()
    <EQ> value = OptionValue()
    {
        key = name instanceof SqlIdentifier
            ? String.join(".", ((SqlIdentifier) name).names)
            : ((SqlLiteral) name).getValueAs(String.class);
        for (WithOption option : optionList) {
            if (option.key().equalsIgnoreCase(key)) {
                throw new SqlSyntaxException(name.getParserPosition(), "option \"" + key + "\" is given twice");
            }
        }
        optionList.add(new WithOption(name.getParserPosition().plus(value.getParserPosition()), key, value));
    }
}

/** A key such as 'topic', "topic", topic or scan.startup.mode. */
SqlNode OptionKey() :
{
    final SqlNode name;
}
{
    name = CompoundIdentifier() { return name; }
|
    name = TextLiteral() { return name; }
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

/** {@code START FROM place} is short for the option {@code start}. */
void StartOpt(List<WithOption> optionList) :
{
    final Span s;
    final WithOption start;
    final SqlIdentifier word;
    SqlLiteral text = null;
}
{
    [
        <START> { s = span(); } <FROM>
        (
            LOOKAHEAD(2)
            <TIMESTAMP> text = TextLiteral()
            { start = StartPlace.at(s.end(this), text); }
        |
            word = SimpleIdentifier()
            [ text = TextLiteral() ]
            { start = StartPlace.of(s.end(this), word, Optional.ofNullable(text)); }
        )
        {
            for (WithOption option : optionList) {
                if (option.key().equalsIgnoreCase(start.key())) {
                    throw new SqlSyntaxException(start.getParserPosition(), "option \"start\" says the same as START FROM; leave one out");
                }
            }
            optionList.add(start);
        }
    ]
}
