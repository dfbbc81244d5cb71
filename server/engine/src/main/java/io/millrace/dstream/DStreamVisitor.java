package io.millrace.dstream;

/** One case per kind of {@link DStream}; without defaults, so that a new node breaks every translator that forgets it. */
public interface DStreamVisitor<R> {

    R visit(Source source);

    R visit(Values values);

    R visit(Filter filter);

    R visit(Project project);

    R visit(WindowAssign windowAssign);

    R visit(Unnest unnest);

    R visit(Union union);

    R visit(Negate negate);

    R visit(Exchange exchange);

    R visit(Join join);

    R visit(Aggregate aggregate);

    R visit(WindowClose windowClose);

    R visit(TopN topN);

    R visit(Over over);

    R visit(SessionWindow sessionWindow);

    R visit(SessionAggregate sessionAggregate);

    R visit(AsofJoin asofJoin);

    R visit(TemporalFilter temporalFilter);

    R visit(MatchRecognize match);

    R visit(WindowFill windowFill);

    R visit(LookupJoin lookupJoin);

    R visit(AwaitedJoin awaitedJoin);

    R visit(Recursion recursion);
}
