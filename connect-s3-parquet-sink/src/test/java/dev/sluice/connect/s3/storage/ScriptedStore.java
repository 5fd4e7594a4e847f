// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An HTTP server that plays prescribed answers of an S3 store, and writes down what it was asked. */
final class ScriptedStore implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Map<Operation, Deque<Answer>> script = new EnumMap<>(Operation.class);
    private final List<Request> requests = new CopyOnWriteArrayList<>();

    /** What S3 calls what one asks. */
    enum Operation {
        LIST,
        HEAD,
        PUT,
        START,
        PART,
        COMPLETE,
        ABORT,
        ASSUME_ROLE
    }

    /** @param headers by their names in lower case */
    record Request(Operation operation, URI uri, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.get(name);
        }
    }

    /** What the server does with one request. */
    @FunctionalInterface
    interface Answer {
        void to(HttpExchange exchange, ScriptedStore store) throws IOException;

        /** Whether the request is read before it is answered. */
        default boolean readsTheRequest() {
            return true;
        }

        static Answer status(int status) {
            return (exchange, store) -> send(exchange, status, "");
        }

        static Answer body(int status, String body) {
            return (exchange, store) -> send(exchange, status, body);
        }

        static Answer error(int status, String code) {
            return body(
                    status,
                    "<Error><Code>" + code + "</Code><Message>scripted</Message><RequestId>1</RequestId></Error>");
        }

        static Answer object(Map<String, String> metadata) {
            return (exchange, store) -> {
                metadata.forEach((name, value) -> exchange.getResponseHeaders().add("x-amz-meta-" + name, value));
                send(exchange, 200, "");
            };
        }

        /** The connection ends without an answer; whether the request had its effect, the next answers tell. */
        static Answer cut() {
            return (exchange, store) -> exchange.close();
        }

        /** No answer comes while the store is there. */
        static Answer silence() {
            return (exchange, store) -> {
                boolean unused = store.isClosingWithin(Long.MAX_VALUE);
                exchange.close();
            };
        }

        /** The answer has begun, and goes on byte by byte while the store is there. */
        static Answer trickle() {
            return (exchange, store) -> {
                exchange.sendResponseHeaders(200, 0);
                while (!store.isClosingWithin(10)) {
                    exchange.getResponseBody().write(' ');
                    exchange.getResponseBody().flush();
                }
                exchange.close();
            };
        }

        /** The connection stays, and nothing that is sent is taken. */
        static Answer deafness() {
            return new Answer() {
                @Override
                public void to(HttpExchange exchange, ScriptedStore store) throws IOException {
                    silence().to(exchange, store);
                }

                @Override
                public boolean readsTheRequest() {
                    return false;
                }
            };
        }

        private static void send(HttpExchange exchange, int status, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("ETag", "\"etag\"");
            boolean bodiless = exchange.getRequestMethod().equals("HEAD") || status == 204 || status == 304;
            exchange.sendResponseHeaders(status, bodiless || bytes.length == 0 ? -1 : bytes.length);
            if (!bodiless) {
                exchange.getResponseBody().write(bytes);
            }
            exchange.close();
        }
    }

    ScriptedStore() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The next answers to such requests; the last one is repeated. */
    ScriptedStore answer(Operation operation, Answer... answers) {
        script.put(operation, new ArrayDeque<>(List.of(answers)));
        return this;
    }

    List<Request> requests(Operation operation) {
        return requests.stream()
                .filter(request -> request.operation() == operation)
                .toList();
    }

    /** The operations that were asked for, in order. */
    List<Operation> operations() {
        return requests.stream().map(Request::operation).toList();
    }

    void forget() {
        requests.clear();
    }

    private void handle(HttpExchange exchange) throws IOException {
        Operation operation = operation(exchange);
        Answer answer = next(operation);
        String body = answer.readsTheRequest()
                ? new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1)
                : "";
        Map<String, String> headers = new TreeMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        requests.add(new Request(operation, exchange.getRequestURI(), Map.copyOf(headers), body));
        answer.to(exchange, this);
    }

    private boolean isClosingWithin(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized Answer next(Operation operation) {
        Deque<Answer> answers = script.get(operation);
        if (answers == null) {
            return usual(operation);
        }
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }

    private static Operation operation(HttpExchange exchange) {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        return switch (exchange.getRequestMethod()) {
            case "GET" -> Operation.LIST;
            case "HEAD" -> Operation.HEAD;
            case "PUT" -> query.contains("uploadId=") ? Operation.PART : Operation.PUT;
            case "DELETE" -> Operation.ABORT;
            default -> {
                if (query.contains("uploads")) {
                    yield Operation.START;
                }
                yield query.contains("uploadId=") ? Operation.COMPLETE : Operation.ASSUME_ROLE;
            }
        };
    }

    private static Answer usual(Operation operation) {
        return switch (operation) {
            case LIST -> Answer.body(200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
            case HEAD -> Answer.status(404);
            case PUT, PART -> Answer.status(200);
            case START ->
                Answer.body(
                        200,
                        "<InitiateMultipartUploadResult><UploadId>upload-1</UploadId></InitiateMultipartUploadResult>");
            case COMPLETE ->
                Answer.body(
                        200, "<CompleteMultipartUploadResult><ETag>\"whole\"</ETag></CompleteMultipartUploadResult>");
            case ABORT -> Answer.status(204);
            case ASSUME_ROLE ->
                Answer.body(
                        200,
                        "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult><Credentials>"
                                + "<AccessKeyId>OFROLE</AccessKeyId><SecretAccessKey>secret-of-role</SecretAccessKey>"
                                + "<SessionToken>token-of-role</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>"
                                + "</Credentials></AssumeRoleResult></AssumeRoleResponse>");
        };
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
