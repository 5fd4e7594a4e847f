// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3.commit;

import java.time.Duration;

/** What has become of a file that a {@link Committer} took over. */
public sealed interface Outcome {
    FinishedFile file();

    /** Readers see it. */
    record Published(FinishedFile file, Duration took) implements Outcome {}

    /** Another writer's object bears its name. No later file of its lane will be published. */
    record Conflict(FinishedFile file) implements Outcome {}

    /** It cannot be published, and time will not heal that. */
    record Failed(FinishedFile file, RuntimeException failure) implements Outcome {}
}
