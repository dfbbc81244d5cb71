package io.millrace.planner.match;

import java.util.function.UnaryOperator;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptSchema;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;

/** Keeps the list of SELECT over a HAVING with sub-queries, also where it has just the columns of the groups: Calcite counts on it. */
final class HavingBuilder extends RelBuilder {

    private final Config settings;

    private HavingBuilder(Config settings, RelOptCluster cluster, RelOptSchema schema) {
        super(Contexts.of(settings), cluster, schema);
        this.settings = settings;
    }

    static HavingBuilder create(RelOptCluster cluster, RelOptSchema schema) {
        return new HavingBuilder(Config.DEFAULT, cluster, schema);
    }

    @Override
    public RelBuilder transform(UnaryOperator<Config> change) {
        return new HavingBuilder(change.apply(settings), cluster, relOptSchema);
    }

    @Override
    public RelBuilder project(Iterable<? extends RexNode> nodes, Iterable<? extends String> names, boolean force) {
        return super.project(nodes, names, force || asks());
    }

    private boolean asks() {
        return peek() instanceof Filter filter && RexUtil.SubQueryFinder.find(filter.getCondition()) != null;
    }
}
