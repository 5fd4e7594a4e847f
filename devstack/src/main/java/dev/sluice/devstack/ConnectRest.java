// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * What a user does with a worker, over its REST interface and nothing else.
 *
 * <p>A request that comes while the workers rebalance is sent again. Everything that a worker refuses is a
 * {@link ConnectRestException}; a worker that does not answer is an {@link UncheckedIOException}.
 */
public final class ConnectRest {
    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(95);
    private static final Duration REBALANCE_LIMIT = Duration.ofSeconds(60);

    private final URI worker;
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonMapper json = JsonMapper.builder().build();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    public ConnectRest(URI worker) {
        this.worker = worker;
    }

    /** One request that a worker answered. */
    public record Call(String method, String path, int status) {}

    /** A plugin that a worker offers; {@code type} is Connect's word for it: sink, source, transformation, and so on. */
    public record Plugin(String className, String type, String version) {}

    /** What was asked so far, in order; without the questions that waiting repeats. */
    public List<Call> calls() {
        return List.copyOf(calls);
    }

    /** All plugins, connectors and others. */
    public List<Plugin> plugins() {
        var plugins = new ArrayList<Plugin>();
        for (JsonNode plugin : get("/connector-plugins?connectorsOnly=false")) {
            plugins.add(new Plugin(
                    plugin.path("class").asText(),
                    plugin.path("type").asText(),
                    plugin.path("version").asText()));
        }
        return plugins;
    }

    /**
     * Creates a connector.
     *
     * @param connector {@code {"name": …, "config": {…}}}, as one POSTs it
     * @throws ConnectRestException naming each key that is wrong
     */
    public void create(String connector) {
        JsonNode parsed = parse(connector);
        Answer answer = send("POST", "/connectors", parsed.toString());
        if (!answer.isSuccess()) {
            throw refused(answer, parsed.path("config"));
        }
    }

    /**
     * Creates a connector or gives it another configuration.
     *
     * @throws ConnectRestException naming each key that is wrong
     */
    public void putConfig(String connector, Map<String, String> config) {
        JsonNode body = json.valueToTree(config);
        Answer answer = send("PUT", pathOf(connector) + "/config", body.toString());
        if (!answer.isSuccess()) {
            throw refused(answer, body);
        }
    }

    /** The configuration as the worker has it. */
    public Map<String, String> config(String connector) {
        var config = new TreeMap<String, String>();
        get(pathOf(connector) + "/config")
                .properties()
                .forEach(entry -> config.put(entry.getKey(), entry.getValue().asText()));
        return config;
    }

    /** The wrong keys of a configuration, each with what is wrong; empty if the worker would take it. */
    public Map<String, List<String>> validate(Map<String, String> config) {
        return wrongKeys(json.valueToTree(config));
    }

    /** Names of all connectors. */
    public List<String> connectors() {
        return StreamSupport.stream(get("/connectors").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    /** As the worker answers it: {@code connector.state}, {@code tasks[].state}, {@code tasks[].trace}. */
    public JsonNode status(String connector) {
        return get(pathOf(connector) + "/status");
    }

    /**
     * Returns once the connector and at least one task run, and none does not.
     *
     * @throws ConnectRestException with its trace as soon as one has failed; with the last status if time runs out
     */
    public void waitUntilRunning(String connector, Duration limit) {
        String path = pathOf(connector) + "/status";
        Answer answer = Poll.ask(limit, () -> sendOnce("GET", path, null), status -> isRunning(connector, status));
        calls.add(new Call("GET", path, answer.status()));
        if (!isRunning(connector, answer)) {
            throw new ConnectRestException("connector " + connector + " does not run after " + limit.toSeconds()
                    + " s. Its status: " + answer.body());
        }
    }

    /** Tasks stay, and do nothing. */
    public void pause(String connector) {
        require(send("PUT", pathOf(connector) + "/pause", null));
    }

    /** Ends pause or stop. */
    public void resume(String connector) {
        require(send("PUT", pathOf(connector) + "/resume", null));
    }

    /** Tasks go, the connector stays: the state in which its offsets can be altered. Returns when the tasks are gone. */
    public void stop(String connector, Duration limit) {
        require(send("PUT", pathOf(connector) + "/stop", null));
        JsonNode status = Poll.ask(limit, () -> status(connector), ConnectRest::isStopped);
        if (!isStopped(status)) {
            throw new ConnectRestException("connector " + connector + " has not stopped after " + limit.toSeconds()
                    + " s. Its status: " + status);
        }
    }

    /** Restarts the connector and all its tasks. */
    public void restart(String connector) {
        require(send("POST", pathOf(connector) + "/restart?includeTasks=true", null));
    }

    public void delete(String connector) {
        require(send("DELETE", pathOf(connector), null));
    }

    /** As the worker answers it: {@code offsets[].partition}, {@code offsets[].offset}. */
    public JsonNode offsets(String connector) {
        return get(pathOf(connector) + "/offsets");
    }

    /** Alters the offsets of a stopped connector. */
    public void alterOffsets(String connector, String offsets) {
        require(send("PATCH", pathOf(connector) + "/offsets", parse(offsets).toString()));
    }

    /** Makes a stopped connector forget all offsets. */
    public void resetOffsets(String connector) {
        require(send("DELETE", pathOf(connector) + "/offsets", null));
    }

    private JsonNode get(String path) {
        return parse(require(send("GET", path, null)).body());
    }

    /** A connector just made has no status yet, and its tasks get theirs one by one. */
    private boolean isRunning(String connector, Answer answer) {
        if (answer.status() == 404 || answer.isRebalancing()) {
            return false;
        }
        JsonNode status = parse(require(answer).body());
        var parts = new ArrayList<JsonNode>();
        parts.add(status.path("connector"));
        status.path("tasks").forEach(parts::add);
        for (JsonNode part : parts) {
            if (part.path("state").asText().equals("FAILED")) {
                String task = part.has("id") ? "task " + part.path("id").asInt() + " of " : "";
                throw new ConnectRestException(task + "connector " + connector + " has failed: "
                        + part.path("trace").asText());
            }
        }
        long running = parts.stream()
                .filter(part -> part.path("state").asText().equals("RUNNING"))
                .count();
        return running == parts.size() && running == 1 + configuredTasks(connector) && running > 1;
    }

    private int configuredTasks(String connector) {
        Answer answer = sendOnce("GET", pathOf(connector), null);
        return answer.isSuccess() ? parse(answer.body()).path("tasks").size() : 0;
    }

    private static boolean isStopped(JsonNode status) {
        return status.path("connector").path("state").asText().equals("STOPPED")
                && status.path("tasks").isEmpty();
    }

    private static String pathOf(String connector) {
        return "/connectors/" + URLEncoder.encode(connector, StandardCharsets.UTF_8);
    }

    private record Answer(String request, int status, String body) {
        boolean isSuccess() {
            return status / 100 == 2;
        }

        /** While workers agree on who does what they refuse, and say so. */
        boolean isRebalancing() {
            return status == 409 && body.toLowerCase(Locale.ROOT).contains("rebalance");
        }
    }

    private Answer send(String method, String path, @Nullable String body) {
        Answer answer = Poll.ask(REBALANCE_LIMIT, () -> sendOnce(method, path, body), given -> !given.isRebalancing());
        calls.add(new Call(method, path, answer.status()));
        return answer;
    }

    private Answer sendOnce(String method, String path, @Nullable String body) {
        HttpRequest request = HttpRequest.newBuilder(worker.resolve(path))
                .timeout(REQUEST_LIMIT)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            return new Answer(method + " " + request.uri(), response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + request.uri() + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + request.uri(), e);
        }
    }

    private Answer require(Answer answer) {
        if (!answer.isSuccess()) {
            throw new ConnectRestException(
                    answer.request() + " was answered with " + answer.status() + ": " + messageOf(answer));
        }
        return answer;
    }

    private ConnectRestException refused(Answer answer, JsonNode config) {
        var message = new StringBuilder(
                answer.request() + " was answered with " + answer.status() + ": " + messageOf(answer));
        if (answer.status() == 400 && config.has("connector.class")) {
            try {
                wrongKeys(config)
                        .forEach((key, errors) ->
                                message.append("\n  ").append(key).append(": ").append(String.join("; ", errors)));
            } catch (ConnectRestException e) {
                // Kafka 4.3 fails so over a version that it does not have; the refusal is what was asked for.
                message.append("\n  (").append(e.getMessage()).append(')');
            }
        }
        return new ConnectRestException(message.toString());
    }

    /** The worker's own words, without the JSON around them. */
    private String messageOf(Answer answer) {
        try {
            return json.readTree(answer.body()).path("message").asText(answer.body());
        } catch (JsonProcessingException e) {
            return answer.body();
        }
    }

    private Map<String, List<String>> wrongKeys(JsonNode config) {
        String className = config.path("connector.class").asText();
        String path = "/connector-plugins/" + URLEncoder.encode(className, StandardCharsets.UTF_8) + "/config/validate";
        var wrong = new TreeMap<String, List<String>>();
        for (JsonNode key :
                parse(require(send("PUT", path, config.toString())).body()).path("configs")) {
            JsonNode value = key.path("value");
            var errors = new ArrayList<String>();
            value.path("errors").forEach(error -> errors.add(error.asText()));
            if (!errors.isEmpty()) {
                wrong.put(value.path("name").asText(), errors);
            }
        }
        return wrong;
    }

    private JsonNode parse(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
