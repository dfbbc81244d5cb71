package io.millrace.jdbc;

import io.millrace.jdbc.http.ServerError;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.apache.calcite.avatica.AvaticaConnection;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;

/**
 * Avatica's remote {@link Meta}, save that rows are handed out at once (Avatica's own iterator returns a row only when the frame
 * after it has arrived) and errors keep their text. A proxy, because the class to be mended is not visible.
 */
final class PromptMeta implements InvocationHandler {

    private final Meta remote;
    private final AvaticaConnection connection;

    PromptMeta(Meta remote, AvaticaConnection connection) {
        this.remote = remote;
        this.connection = connection;
    }

    Meta proxy() {
        return (Meta) Proxy.newProxyInstance(Meta.class.getClassLoader(), new Class<?>[] {Meta.class}, this);
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("createIterable")) {
            Meta.StatementHandle handle = (Meta.StatementHandle) arguments[0];
            AvaticaStatement statement = connection.statementMap.get(handle.id);
            Meta.Signature signature = (Meta.Signature) arguments[2];
            Meta.Frame firstFrame = (Meta.Frame) arguments[4];
            return RemoteRows.of((Meta) proxy, statement, signature, firstFrame);
        }
        try {
            Object answer = method.invoke(remote, arguments);
            if (answer instanceof Meta.ExecuteResult) {
                keepResults((Meta.StatementHandle) arguments[0], (Meta.ExecuteResult) answer);
            }
            return answer;
        } catch (InvocationTargetException failure) {
            Throwable cause = failure.getCause();
            throw cause instanceof AvaticaClientRuntimeException
                    ? new ServerError((AvaticaClientRuntimeException) cause)
                    : cause;
        }
    }

    /** Avatica takes the first result and drops the others. */
    private void keepResults(Meta.StatementHandle handle, Meta.ExecuteResult executed) {
        AvaticaStatement statement = connection.statementMap.get(handle.id);
        if (statement instanceof StatementControl.Holder) {
            ((StatementControl.Holder) statement).control().results().executed(executed.resultSets);
        }
    }
}
