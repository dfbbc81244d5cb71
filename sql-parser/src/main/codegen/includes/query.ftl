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
    insert = SqlInsert() { s = Span.of(insert); checkTarget(((SqlInsert) insert).getTargetTable()); }
    emit = EmitOpt() { if (emit.isPresent()) { s.add(emit.get()); } }
    { return new InsertStatement(s.pos(), (SqlInsert) insert, emit); }
}

UpdateStatement UpdateTable() :
{
    final SqlNode update;
}
{
    update = SqlUpdate() { checkTarget(((SqlUpdate) update).getTargetTable());
        return new UpdateStatement(update.getParserPosition(), (SqlUpdate) update); }
}

DeleteStatement DeleteFrom() :
{
    final SqlNode delete;
}
{
    delete = SqlDelete() { checkTarget(((SqlDelete) delete).getTargetTable());
        return new DeleteStatement(delete.getParserPosition(), (SqlDelete) delete); }
}

MergeStatement MergeInto() :
{
    final SqlNode merge;
}
{
    merge = SqlMerge() { checkTarget(((SqlMerge) merge).getTargetTable());
        return new MergeStatement(merge.getParserPosition(), (SqlMerge) merge); }
}

/** Calcite allows hints and further columns behind the name; both mean nothing here. */
JAVACODE void checkTarget(SqlNode target) {
    if (!(target instanceof SqlIdentifier)) {
        throw new SqlSyntaxException(target.getParserPosition(), "only the name of a stream or table can stand here");
    }
}
