// SPDX-License-Identifier: Apache-2.0
/**
 * How finished files become visible: beside the task thread, each chain in the order of its offsets. Whoever wants them in a table
 * writes another {@link dev.sluice.connect.s3.commit.Committer}.
 */
@NullMarked
package dev.sluice.connect.s3.commit;

import org.jspecify.annotations.NullMarked;
