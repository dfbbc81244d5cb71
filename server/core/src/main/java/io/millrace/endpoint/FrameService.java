package io.millrace.endpoint;

import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.LocalService;

/** Passes the first frame of a result on as it is; Avatica's own service would copy it into one that knows no pages. */
final class FrameService extends LocalService {

    FrameService(AvaticaMeta meta) {
        super(meta);
    }

    @Override
    public ResultSetResponse toResponse(Meta.MetaResultSet result) {
        return new ResultSetResponse(
                result.connectionId,
                result.statementId,
                result.ownStatement,
                result.signature,
                result.firstFrame,
                result.updateCount,
                null);
    }
}
