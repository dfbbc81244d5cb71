package io.millrace.engine.operator;

import io.millrace.dstream.window.Expiry;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import java.util.Optional;

/** Refuses, as late, rows that come after rows which they could be joined or compared with were forgotten. */
public final class ForgottenPartners {

    private final int input;
    private final Optional<Expiry> lateness;
    private final Lateness.Reason reason;
    private final OperatorContext context;

    /** @param lateness when rows of a join's input are late; never when empty */
    public ForgottenPartners(int input, Optional<Expiry> lateness, OperatorContext context) {
        this(input, lateness, Lateness.Reason.PARTNERS_FORGOTTEN, context);
    }

    public ForgottenPartners(int input, Optional<Expiry> lateness, Lateness.Reason reason, OperatorContext context) {
        this.input = input;
        this.lateness = lateness;
        this.reason = reason;
        this.context = context;
    }

    /** The rows that are in time; often the page itself, perhaps none. */
    public Page remove(Page page) {
        if (lateness.isEmpty() || context.closedWatermark() == OperatorContext.NO_WATERMARK) {
            return page;
        }
        Column times = page.column(lateness.get().column());
        long bound = lateness.get().bound(context.closedWatermark());
        boolean[] late = new boolean[page.size()];
        boolean any = false;
        for (int row = 0; row < page.size(); row++) {
            late[row] = Rows.time(times, row) <= bound && !times.isNull(row);
            any |= late[row];
        }
        if (!any) {
            return page;
        }
        context.late(input, Rows.chosen(page, late, true), Lateness.of(reason));
        return Rows.chosen(page, late, false);
    }
}
