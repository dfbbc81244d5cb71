package io.millrace.planner.rules.normalization;

import io.millrace.planner.rules.Fallibility;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.tools.RelBuilderFactory;

/** Makes one projection of two, unless a column would be lost that can fail. */
final class MergeProjects extends ProjectMergeRule {

    private final Fallibility fallibility;

    MergeProjects(Fallibility fallibility, RelBuilderFactory builders) {
        super(Config.DEFAULT.withRelBuilderFactory(builders).as(Config.class));
        this.fallibility = fallibility;
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
        Project top = call.rel(0);
        Project bottom = call.rel(1);
        return super.matches(call)
                && fallibility.missed(bottom, top.getProjects()).isEmpty();
    }
}
