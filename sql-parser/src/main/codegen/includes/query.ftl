/** A query and its EMIT clause. */
QueryStatement QueryStatement() :
{
    final SqlNode query;
    final Optional<Emit> emit;
    final Span s;
}
{
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) { s = Span.of(query); }
    emit = EmitOpt() { if (emit.isPresent()) { s.add(emit.get()); } }
    { return new QueryStatement(s.pos(), query, emit); }
}

Optional<Emit> EmitOpt() :
{
    final Span s;
    final EmitMode mode;
    boolean fill = false;
}
{
    <EMIT> { s = span(); }
    (
        LOOKAHEAD(2)
        <ON> <UPDATE> { mode = EmitMode.ON_UPDATE; }
    |
        <ON> <WINDOW> <CLOSE> { mode = EmitMode.ON_WINDOW_CLOSE; }
    |
        <CHANGES> { mode = EmitMode.ON_UPDATE; }
    |
        <FINAL> { mode = EmitMode.ON_WINDOW_CLOSE; }
    )
    [ <FILL> { fill = true; } ]
    { return Optional.of(new Emit(s.end(this), mode, fill)); }
|
    { return Optional.empty(); }
}

InsertStatement InsertInto() :
{
    final SqlInsert insert;
    final boolean[] overriding = new boolean[1];
    final Optional<OnConflict> onConflict;
    final Optional<Returning> returning;
    final Optional<Emit> emit;
    final Span s;
}
{
    insert = InsertOf(overriding) { s = Span.of(insert); checkTarget(insert.getTargetTable()); }
    onConflict = OnConflictOpt() { if (onConflict.isPresent()) { s.add(onConflict.get()); } }
    returning = ReturningOpt() { if (returning.isPresent()) { s.add(returning.get()); } }
    emit = EmitOpt() { if (emit.isPresent()) { s.add(emit.get()); } }
    { return new InsertStatement(s.pos(), insert, overriding[0], emit, onConflict, returning); }
}

/** As Calcite has it, and with OVERRIDING. */
SqlInsert InsertOf(boolean[] overriding) :
{
    final SqlIdentifier name;
    SqlNode target;
    SqlNodeList columns = null;
    final Pair<SqlNodeList, SqlNodeList> listed;
    final SqlNode source;
    final Span s;
}
{
    <INSERT> { s = span(); }
    <INTO> name = CompoundTableIdentifier()
    ( target = TableHints(name) | { target = name; } )
    [ LOOKAHEAD(5) target = ExtendTable(target) ]
    [
        LOOKAHEAD(2)
        listed = ParenthesizedCompoundIdentifierList() {
            if (!listed.right.isEmpty()) {
                target = extend(target, listed.right);
            }
            columns = listed.left.isEmpty() ? null : listed.left;
        }
    ]
    [
        <OVERRIDING>
        (
            <SYSTEM> { overriding[0] = true; }
        |
            <USER>
            { throw new SqlSyntaxException(getPos(),
                "OVERRIDING USER VALUE is not supported; leave the identity column out, or write DEFAULT for it"); }
        )
        <VALUE>
    ]
    source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return new SqlInsert(s.end(source), SqlNodeList.EMPTY, target, source, columns); }
}

Optional<OnConflict> OnConflictOpt() :
{
    final Span s;
    List<SqlIdentifier> columns = Collections.<SqlIdentifier>emptyList();
    List<Assignment> assignments = Collections.<Assignment>emptyList();
    SqlNode where = null;
}
{
    <ON> { s = span(); } <CONFLICT>
    columns = ColumnNamesOpt()
    <DO>
    (
        <NOTHING>
    |
        <UPDATE> <SET> assignments = Assignments() [ where = Where() ]
    )
    { return Optional.of(new OnConflict(s.end(this), columns, assignments, Optional.ofNullable(where))); }
|
    { return Optional.empty(); }
}

/** The scanner says where RETURNING is not a name. */
Optional<Returning> ReturningOpt() :
{
    final Span s;
    final List<SqlNode> items = new ArrayList<SqlNode>();
}
{
    <RETURNING_ROWS> { s = span(); }
    AddSelectItem(items)
    ( <COMMA> AddSelectItem(items) )*
    { return Optional.of(new Returning(s.end(this), new SqlNodeList(items, s.end(this)))); }
|
    { return Optional.empty(); }
}

/** With FROM it is a MERGE that changes what it finds. */
Statement UpdateTable() :
{
    final Span s;
    final SqlIdentifier target;
    final Optional<SqlIdentifier> alias;
    final List<Assignment> assignments;
    SqlNode source = null;
    SqlNode where = null;
    final Optional<Returning> returning;
}
{
    <UPDATE> { s = span(); }
    target = CompoundIdentifier()
    alias = AliasOpt()
    <SET> assignments = Assignments()
    [ <FROM> source = TableRef() ]
    [ where = Where() ]
    returning = ReturningOpt()
    {
        return source == null
            ? new UpdateStatement(s.end(this), target, alias, assignments, Optional.ofNullable(where), returning)
            : MergeStatement.found(s.end(this), target, alias, source, where,
                MergeBranch.update(s.end(this), true, Optional.<SqlNode>empty(), assignments), returning);
    }
}

/** With USING it is a MERGE that deletes what it finds. */
Statement DeleteFrom() :
{
    final Span s;
    final SqlIdentifier target;
    final Optional<SqlIdentifier> alias;
    SqlNode source = null;
    SqlNode where = null;
    final Optional<Returning> returning;
}
{
    <DELETE> { s = span(); }
    <FROM> target = CompoundIdentifier()
    alias = AliasOpt()
    [ <USING> source = TableRef() ]
    [ where = Where() ]
    returning = ReturningOpt()
    {
        return source == null
            ? new DeleteStatement(s.end(this), target, alias, Optional.ofNullable(where), returning)
            : MergeStatement.found(s.end(this), target, alias, source, where,
                MergeBranch.of(s.end(this), true, Optional.<SqlNode>empty(), MergeBranch.Action.DELETE), returning);
    }
}

Truncate TruncateTable() :
{
    final Span s;
    final SqlIdentifier target;
}
{
    <TRUNCATE> { s = span(); } <TABLE>
    target = CompoundIdentifier()
    { return new Truncate(s.end(this), target); }
}

Optional<SqlIdentifier> AliasOpt() :
{
    final SqlIdentifier alias;
}
{
    [ <AS> ] alias = SimpleIdentifier() { return Optional.of(alias); }
|
    { return Optional.empty(); }
}

List<Assignment> Assignments() :
{
    final List<Assignment> assignments = new ArrayList<Assignment>();
}
{
    AddAssignment(assignments)
    ( <COMMA> AddAssignment(assignments) )*
    { return assignments; }
}

void AddAssignment(List<Assignment> assignments) :
{
    final SqlIdentifier column;
    final SqlNode value;
    final Span s;
    final List<SqlIdentifier> columns = new ArrayList<SqlIdentifier>();
    final List<SqlNode> values = new ArrayList<SqlNode>();
    SqlIdentifier oneColumn;
    SqlNode oneValue;
}
{
    column = CompoundIdentifier()
    <EQ> value = AssignedValue()
    { assignments.add(new Assignment(Span.of(column).end(this), column, value)); }
|
    <LPAREN> { s = span(); }
    oneColumn = CompoundIdentifier() { columns.add(oneColumn); }
    ( <COMMA> oneColumn = CompoundIdentifier() { columns.add(oneColumn); } )*
    <RPAREN> <EQ> [ <ROW> ] <LPAREN>
    oneValue = AssignedValue() { values.add(oneValue); }
    ( <COMMA> oneValue = AssignedValue() { values.add(oneValue); } )*
    <RPAREN>
    { assignments.addAll(Assignment.each(s.end(this), columns, values)); }
}

SqlNode AssignedValue() :
{
    final SqlNode value;
}
{
    value = Default() { return value; }
|
    value = Expression(ExprContext.ACCEPT_SUB_QUERY) { return value; }
}

MergeStatement MergeInto() :
{
    final Span s;
    final SqlIdentifier target;
    final Optional<SqlIdentifier> alias;
    final SqlNode source;
    final SqlNode condition;
    final List<MergeBranch> branches = new ArrayList<MergeBranch>();
    final Optional<Returning> returning;
}
{
    <MERGE> { s = span(); }
    <INTO> target = CompoundIdentifier()
    alias = AliasOpt()
    <USING> source = TableRef()
    <ON> condition = Expression(ExprContext.ACCEPT_SUB_QUERY)
    ( AddMergeBranch(branches) )+
    returning = ReturningOpt()
    { return new MergeStatement(s.end(this), target, alias, source, condition, branches, returning); }
}

void AddMergeBranch(List<MergeBranch> branches) :
{
    final Span s;
    boolean matched = true;
    SqlNode condition = null;
    final List<Assignment> assignments;
    final List<SqlIdentifier> columns;
    final List<SqlNode> values = new ArrayList<SqlNode>();
    SqlNode value;
}
{
    <WHEN> { s = span(); }
    [ <NOT> { matched = false; } ]
    <MATCHED>
    [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
    <THEN>
    (
        <UPDATE> <SET> assignments = Assignments()
        { branches.add(MergeBranch.update(s.end(this), matched, Optional.ofNullable(condition), assignments)); }
    |
        <DELETE>
        { branches.add(MergeBranch.of(s.end(this), matched, Optional.ofNullable(condition), MergeBranch.Action.DELETE)); }
    |
        <INSERT> columns = ColumnNamesOpt()
        <VALUES> <LPAREN>
        value = AssignedValue() { values.add(value); }
        ( <COMMA> value = AssignedValue() { values.add(value); } )*
        <RPAREN>
        { branches.add(MergeBranch.insert(s.end(this), matched, Optional.ofNullable(condition), columns, values)); }
    |
        <DO> <NOTHING>
        { branches.add(MergeBranch.of(s.end(this), matched, Optional.ofNullable(condition), MergeBranch.Action.NOTHING)); }
    )
}

/** Calcite allows hints and further columns behind the name; both mean nothing here. */
JAVACODE void checkTarget(SqlNode target) {
    if (!(target instanceof SqlIdentifier)) {
        throw new SqlSyntaxException(target.getParserPosition(), "only the name of a stream or table can stand here");
    }
}
