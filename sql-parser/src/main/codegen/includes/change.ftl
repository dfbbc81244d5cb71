/** The kinds of object that are named in DROP, ALTER, SHOW CREATE and GRANT. */
ObjectKind ObjectKindName() :
{
}
{
    <STREAM> { return ObjectKind.STREAM; }
|
    <TABLE> { return ObjectKind.TABLE; }
|
    <VIEW> { return ObjectKind.VIEW; }
|
    <MATERIALIZED> <VIEW> { return ObjectKind.MATERIALIZED_VIEW; }
|
    <SINK> { return ObjectKind.SINK; }
|
    <FUNCTION> { return ObjectKind.FUNCTION; }
|
    <CONNECTION> { return ObjectKind.CONNECTION; }
|
    <SECRET> { return ObjectKind.SECRET; }
|
    <SUBSCRIPTION> { return ObjectKind.SUBSCRIPTION; }
|
    <USER> { return ObjectKind.USER; }
|
    <ROLE> { return ObjectKind.ROLE; }
|
    <SCHEMA> { return ObjectKind.SCHEMA; }
}

Drop DropStatement() :
{
    final Span s;
    final ObjectKind kind;
    final SqlIdentifier name;
    boolean ifExists = false;
    boolean cascade = false;
}
{
    <DROP> { s = span(); }
    kind = ObjectKindName()
    [ LOOKAHEAD(2) <IF> <EXISTS> { ifExists = true; } ]
    name = CompoundIdentifier()
    [ <CASCADE> { cascade = true; } | <RESTRICT> ]
    { return new Drop(s.end(this), kind, ifExists, name, cascade); }
}

Statement AlterStatement() :
{
    final Span s;
    final ObjectKind kind;
    final SqlIdentifier name;
    final SqlLiteral batch;
    final SqlLiteral value;
    final List<WithOption> optionList = new ArrayList<WithOption>();
    final List<TableElement> elements = new ArrayList<TableElement>();
    final SqlIdentifier column;
    final SqlIdentifier other;
}
{
    <ALTER> { s = span(); }
    kind = ObjectKindName()
    name = CompoundIdentifier()
    (
        <SUSPEND> { return new Suspend(s.end(this), kind, name); }
    |
        <RESUME> { return new Resume(s.end(this), kind, name); }
    |
        <RETRY> { return new Retry(s.end(this), kind, name); }
    |
        <SKIP_> <BATCH> batch = UnsignedNumericLiteral()
        { return new SkipBatch(s.end(this), kind, name, batch); }
    |
        <AS> value = TextLiteral() { return new AlterSecret(s.end(this), kind, name, value); }
    |
        LOOKAHEAD(2)
        <SET> <SCHEMA> other = SimpleIdentifier() {
            // to have the same name in another schema is to have another name
            return new Rename(s.end(this), kind, name, new SqlIdentifier(
                ImmutableList.of(other.getSimple(), name.names.get(name.names.size() - 1)), other.getParserPosition()));
        }
    |
        <SET> ParenthesizedOptions(optionList) { return new AlterOptions(s.end(this), kind, name, optionList); }
    |
        <RENAME>
        (
            LOOKAHEAD(2)
            <TO> other = CompoundIdentifier() { return new Rename(s.end(this), kind, name, other); }
        |
            [ LOOKAHEAD(2) <COLUMN> ] column = SimpleIdentifier()
            <TO> other = SimpleIdentifier()
            { return new RenameColumn(s.end(this), kind, name, column, other); }
        )
    |
        <ADD> [ LOOKAHEAD(2) <COLUMN> ] AddColumn(elements)
        { return new AddColumn(s.end(this), kind, name, elements); }
    |
        <DROP> [ LOOKAHEAD(2) <COLUMN> ] column = SimpleIdentifier()
        { return new DropColumn(s.end(this), kind, name, column); }
    |
        <OWNER> <TO> other = SimpleIdentifier() { return new AlterOwner(s.end(this), kind, name, other); }
    |
        ( Password(optionList) | <WITH> ParenthesizedOptions(optionList) )
        { return new AlterUser(s.end(this), kind, name, optionList); }
    )
}

CommentOn CommentStatement() :
{
    final Span s;
    final SqlIdentifier name;
    Optional<ObjectKind> kind = Optional.empty();
    ObjectKind named;
    Optional<SqlLiteral> text = Optional.empty();
    SqlLiteral written;
}
{
    <COMMENT> { s = span(); }
    <ON>
    (
        <COLUMN>
    |
        named = ObjectKindName() { kind = Optional.of(named); }
    )
    name = CompoundIdentifier()
    <IS>
    (
        <NULL>
    |
        written = TextLiteral() { text = Optional.of(written); }
    )
    { return new CommentOn(s.end(this), kind, name, text); }
}
