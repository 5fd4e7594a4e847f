// SPDX-License-Identifier: Apache-2.0
package dev.sluice.devstack;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** What a process of our own can show: it serves until it is told to end, dies, or starts another. */
final class SampleServer {
    private SampleServer() {}

    static JavaCommand command(String name, String behaviour, Path directory) {
        return new JavaCommand(
                name,
                System.getProperty("java.class.path"),
                SampleServer.class.getName(),
                List.of("-Xmx32m", "-XX:+UseSerialGC"),
                List.of(behaviour, directory.toString()));
    }

    @SuppressWarnings("SystemOut") // standard output is the log of a server
    public static void main(String[] arguments) throws InterruptedException {
        String behaviour = arguments[0];
        Path directory = Path.of(arguments[1]);
        if (behaviour.equals("die")) {
            System.out.println("the disk is full");
            System.exit(3);
        }
        if (behaviour.equals("start another")) {
            ServerProcess other = ServerProcess.start(command("other", "serve", directory), directory);
            System.out.println("started " + other.pid() + ".");
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("said goodbye")));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }
}
