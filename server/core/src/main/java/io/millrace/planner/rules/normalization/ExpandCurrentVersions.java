package io.millrace.planner.rules.normalization;

import io.millrace.planner.validation.CurrentVersions;
import org.apache.calcite.rel.RelNode;

/** Puts standard algebra in the place of {@link CurrentVersions}. */
final class ExpandCurrentVersions extends Lowering {

    @Override
    protected RelNode lower(RelNode node) {
        return node instanceof CurrentVersions versions ? versions.expanded() : node;
    }
}
