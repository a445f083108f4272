package org.restconnector;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.impl.VertxInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.restconnector.push.InboxConnections;

/**
 * A Vert.x whose HTTP servers have our limits: Camel makes its server with no options and no handler of
 * connections, and offers no place to give it any.
 */
final class InboxVertx {
    private InboxVertx() {}

    static Vertx limited(Vertx vertx, InboxConnections connections) {
        return proxy(VertxInternal.class, (proxy, method, arguments) -> {
            if (method.getName().equals("createHttpServer")) {
                HttpServerOptions options =
                        arguments == null ? new HttpServerOptions() : (HttpServerOptions) arguments[0];
                return limited(vertx.createHttpServer(options.setHttp2ClearTextEnabled(false)), connections);
            }
            return invoke(vertx, method, arguments);
        });
    }

    private static HttpServer limited(HttpServer server, InboxConnections connections) {
        server.connectionHandler(connections::opened);
        server.invalidRequestHandler(InboxConnections::unreadable);
        return proxy(HttpServer.class, (proxy, method, arguments) -> {
            if (method.getName().equals("requestHandler") && arguments != null) {
                @SuppressWarnings("unchecked")
                Handler<HttpServerRequest> routes = (Handler<HttpServerRequest>) arguments[0];
                server.requestHandler(request -> connections.received(request, routes));
                return proxy;
            }
            return invoke(server, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(InboxVertx.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object invoke(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
