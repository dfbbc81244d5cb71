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
    final SqlNode insert;
    final Optional<Emit> emit;
    final Span s;
}
{
    insert = SqlInsert() { s = Span.of(insert); }
    emit = EmitOpt() { if (emit.isPresent()) { s.add(emit.get()); } }
    { return new InsertStatement(s.pos(), (SqlInsert) insert, emit); }
}

UpdateStatement UpdateTable() :
{
    final SqlNode update;
}
{
    update = SqlUpdate() { return new UpdateStatement(update.getParserPosition(), (SqlUpdate) update); }
}

DeleteStatement DeleteFrom() :
{
    final SqlNode delete;
}
{
    delete = SqlDelete() { return new DeleteStatement(delete.getParserPosition(), (SqlDelete) delete); }
}

MergeStatement MergeInto() :
{
    final SqlNode merge;
}
{
    merge = SqlMerge() { return new MergeStatement(merge.getParserPosition(), (SqlMerge) merge); }
}
