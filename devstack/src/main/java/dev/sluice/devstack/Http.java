// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.OptionalInt;

/** Asks whether an HTTP server is there. */
final class Http {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Http() {}

    /** Whether the server answers, with whatever status: an unsigned request is refused, and that is an answer. */
    static boolean answers(URI uri) {
        return status(uri).isPresent();
    }

    /** The status of a GET, or nothing while nobody answers. */
    static OptionalInt status(URI uri) {
        HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
        try {
            return OptionalInt.of(
                    client.send(HttpRequest.newBuilder(uri).timeout(LIMIT).build(), BodyHandlers.discarding())
                            .statusCode());
        } catch (IOException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + uri, e);
        }
    }
}
