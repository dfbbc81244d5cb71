package io.millrace.jdbc.columns;

import io.millrace.jdbc.http.ServerError;
import java.io.IOException;
import org.apache.calcite.avatica.remote.ProtobufTranslationImpl;
import org.apache.calcite.avatica.remote.Service;

/** Answers of the server that are messages of Avatica. */
final class Answers {

    private Answers() {}

    /** @throws ServerError when the answer is one, or none at all */
    static Service.Response read(byte[] answer) {
        Service.Response response;
        try {
            response = new ProtobufTranslationImpl().parseResponse(answer);
        } catch (IOException failure) {
            throw new ServerError("the answer of the server cannot be read: " + failure.getMessage(), "08P01");
        }
        if (response instanceof Service.ErrorResponse) {
            throw new ServerError(((Service.ErrorResponse) response).toException());
        }
        return response;
    }
}
