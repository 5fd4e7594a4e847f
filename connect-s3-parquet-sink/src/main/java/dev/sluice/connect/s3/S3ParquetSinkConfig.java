// SPDX-License-Identifier: Apache-2.0
package dev.sluice.connect.s3;

import dev.sluice.connect.commons.config.ConfigKey;
import dev.sluice.connect.commons.config.ConfigTable;
import dev.sluice.connect.commons.config.ConfigTable.Finding;
import dev.sluice.connect.commons.config.ConfigValues;
import dev.sluice.connect.s3.chain.FileMetadata;
import dev.sluice.connect.s3.chain.ObjectNames;
import dev.sluice.connect.s3.parquet.Codec;
import dev.sluice.connect.s3.partition.ExtractorType;
import dev.sluice.connect.s3.partition.PartitionerType;
import dev.sluice.connect.s3.partition.Partitioners;
import dev.sluice.connect.s3.rotation.RotationPolicy;
import dev.sluice.connect.s3.storage.ConditionalWrites;
import dev.sluice.connect.s3.storage.S3Settings;
import dev.sluice.connect.s3.write.NullValues;
import dev.sluice.connect.s3.write.WriterSettings;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * The sink's configuration: every key, declared once, and the typed values that the code works with.
 *
 * @param partitioning where records belong
 * @param writing how files are made and when they close
 * @param store where they go
 */
record S3ParquetSinkConfig(Partitioners partitioning, WriterSettings writing, S3Settings store) {
    private static final int OFF = -1;
    private static final int MIN_PART = 5 << 20;
    private static final String NOT_PARQUET = "it belongs to formats other than Parquet";
    private static final String NO_AVRO = "Parquet is written from Connect's data directly, without Avro in between";

    static final ConfigKey<String> BUCKET = ConfigKey.string("s3.bucket.name")
            .required()
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc("The bucket that files are written to. It must exist.");
    static final ConfigKey<String> REGION = ConfigKey.string("s3.region")
            .defaultTo("us-west-2")
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc("The region of the bucket. Stores other than AWS mostly take any.");
    static final ConfigKey<Optional<URI>> ENDPOINT = ConfigKey.parsed("store.url", ConfigParsers::endpoint)
            .defaultTo("")
            .width(Width.LONG)
            .doc(
                    "The address of a store other than AWS, for example http://minio:9000. Without a scheme, https is meant.");
    static final ConfigKey<Boolean> PATH_STYLE = ConfigKey.bool("s3.path.style.access.enabled")
            .defaultTo(true)
            .doc("Whether the bucket stands in the path of requests (true) or in their host name (false).");
    static final ConfigKey<String> ACCESS_KEY = ConfigKey.string("aws.access.key.id")
            .doc(
                    "The access key. Without one, the AWS SDK's default chain is asked: environment, profile, container, instance.");
    static final ConfigKey<Password> SECRET_KEY =
            ConfigKey.password("aws.secret.access.key").doc("The secret that belongs to aws.access.key.id.");
    static final ConfigKey<Integer> PART_SIZE = ConfigKey.integer("s3.part.size")
            .defaultTo(25 << 20)
            .validatedBy(Range.between(MIN_PART, Integer.MAX_VALUE))
            .doc(
                    "Bytes of one request. A file up to this size is written with one request, a larger one with a multipart"
                            + " upload of parts of this size.");
    static final ConfigKey<Integer> PART_RETRIES = ConfigKey.integer("s3.part.retries")
            .defaultTo(3)
            .validatedBy(Range.atLeast(0))
            .doc("How often a request is repeated at once. After that the worker delivers the batch again after"
                    + " retry.backoff.ms, without end.");
    static final ConfigKey<Long> S3_BACKOFF = ConfigKey.longInteger("s3.retry.backoff.ms")
            .defaultTo(200L)
            .validatedBy(Range.between(1, Duration.ofDays(1).toMillis()))
            .doc("The pause in milliseconds before the first repetition of a request; it doubles from there, up to 20"
                    + " seconds, and varies at random.");
    static final ConfigKey<Long> RETRY_BACKOFF = ConfigKey.longInteger("retry.backoff.ms")
            .defaultTo(5000L)
            .validatedBy(Range.atLeast(1))
            .doc("How long in milliseconds the task waits when the store fails, before it goes on where it was.");
    static final ConfigKey<ConditionalWrites> CONDITIONAL_WRITES = ConfigKey.oneOf(
                    "conditional.writes", ConditionalWrites.class, '-')
            .defaultTo("auto")
            .doc(
                    "Whether the store is asked to refuse a second object of one name (If-None-Match), which fences off a task"
                            + " that its worker has given up on and that is still running. auto tries at start whether the store"
                            + " honours it, with one small object that stays; on relies on it; off looks for the object before"
                            + " creating it.");

    static final ConfigKey<String> FORMAT = ConfigKey.parsed("format.class", ConfigParsers::format)
            .defaultTo("parquet")
            .doc("The format of the files: parquet, or the name that Confluent's connector has for it.");
    static final ConfigKey<Codec> CODEC = ConfigKey.oneOf("parquet.codec", Codec.class, '_')
            .defaultTo("snappy")
            .doc("How pages are compressed.");
    static final ConfigKey<NullValues> NULL_VALUES = ConfigKey.oneOf("behavior.on.null.values", NullValues.class, '-')
            .defaultTo("fail")
            .doc("What becomes of a record without a value (a tombstone): fail makes it a bad record, which"
                    + " errors.tolerance decides about; ignore skips it.");

    static final ConfigKey<Integer> FLUSH_SIZE = ConfigKey.integer("flush.size")
            .defaultTo(OFF)
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .importance(Importance.HIGH)
            .doc("Records of one file; -1 for no limit. Counted for each file alone, not over all files of a Kafka"
                    + " partition.");
    static final ConfigKey<Long> SIZE = ConfigKey.longInteger("rotate.size.bytes")
            .defaultTo(128L << 20)
            .validatedBy(Range.atLeast(1))
            .importance(Importance.HIGH)
            .doc("About how many bytes a file grows to before it is closed.");
    static final ConfigKey<Long> RECORD_SPAN = ConfigKey.longInteger("rotate.interval.ms")
            .defaultTo((long) OFF)
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .importance(Importance.HIGH)
            .doc(
                    "How far in milliseconds a record's time may be after that of the first record in its file; one that is"
                            + " further goes into the next file. -1 for no limit. A late record closes no file.");
    static final ConfigKey<Long> SCHEDULE = ConfigKey.longInteger("rotate.schedule.interval.ms")
            .defaultTo((long) OFF)
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .doc(
                    "Closes files at the multiples of so many milliseconds since midnight in timezone, by the wall clock. -1 for"
                            + " no schedule. Delivery stays exactly once.");
    static final ConfigKey<Long> OPEN_TIME = ConfigKey.longInteger("rotate.open.interval.ms")
            .defaultTo(Duration.ofMinutes(10).toMillis())
            .validatedBy(ConfigParsers.OFF_OR_POSITIVE)
            .doc(
                    "How long in milliseconds a file stays open by the wall clock, so that no record waits on a quiet topic. -1"
                            + " for no limit.");

    static final ConfigKey<PartitionerType> PARTITIONER = ConfigKey.parsed("partitioner.class", PartitionerType::parse)
            .defaultTo("DefaultPartitioner")
            .importance(Importance.HIGH)
            .width(Width.LONG)
            .dependents("path.format", "partition.duration.ms", "timestamp.extractor")
            .doc(
                    "The directory of a record: DefaultPartitioner (its Kafka partition), DailyPartitioner, HourlyPartitioner, or"
                            + " TimeBasedPartitioner (path.format). Confluent's class names are accepted.");
    static final ConfigKey<String> PATH_FORMAT = ConfigKey.string("path.format")
            .width(Width.LONG)
            .doc("The directory that TimeBasedPartitioner makes of a time, in Joda-Time's letters, for example"
                    + " 'year'=YYYY/'month'=MM/'day'=dd.");
    static final ConfigKey<Long> PARTITION_DURATION = ConfigKey.longInteger("partition.duration.ms")
            .defaultTo((long) OFF)
            .doc(
                    "The span in milliseconds that TimeBasedPartitioner cuts times to before it writes them with path.format.");
    static final ConfigKey<Locale> LOCALE = ConfigKey.parsed("locale", ConfigParsers::locale)
            .defaultTo("en-US")
            .doc("The language of names of months and days in path.format.");
    static final ConfigKey<ZoneId> TIME_ZONE = ConfigKey.parsed("timezone", ConfigParsers::timeZone)
            .defaultTo("UTC")
            .doc("The time zone of directories and of rotate.schedule.interval.ms.");
    static final ConfigKey<ExtractorType> EXTRACTOR = ConfigKey.parsed("timestamp.extractor", ExtractorType::parse)
            .defaultTo("Wallclock")
            .dependents("timestamp.field")
            .doc(
                    "The time of a record: Record (Kafka's timestamp), RecordField (timestamp.field of the value), or Wallclock"
                            + " (when it is written). With Wallclock a record that is read again may go to another directory, so"
                            + " delivery is at least once.");
    static final ConfigKey<String> TIMESTAMP_FIELD = ConfigKey.string("timestamp.field")
            .defaultTo("timestamp")
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc(
                    "The field that RecordField reads: a temporal type of Connect or Debezium, an integer of milliseconds, or an"
                            + " ISO-8601 text. Dots lead into structs.");

    static final ConfigKey<String> TOPICS_DIR = ConfigKey.string("topics.dir")
            .defaultTo("topics")
            .doc("The directory above those of the topics; empty for none.");
    static final ConfigKey<String> DIRECTORY_DELIMITER = ConfigKey.string("directory.delim")
            .defaultTo("/")
            .validatedBy(ConfigParsers.NOT_EMPTY)
            .doc("What stands between directories.");
    static final ConfigKey<String> FILE_DELIMITER = ConfigKey.string("file.delim")
            .defaultTo("+")
            .doc("What stands between topic, partition and offset in the name of a file.");
    static final ConfigKey<Integer> OFFSET_WIDTH = ConfigKey.integer("filename.offset.zero.pad.width")
            .defaultTo(10)
            .validatedBy(Range.between(0, 19))
            .doc("Digits to which offsets in file names are padded with zeros.");

    static final ConfigTable TABLE = ConfigTable.builder()
            .group(
                    "Store",
                    BUCKET,
                    REGION,
                    ENDPOINT,
                    PATH_STYLE,
                    ACCESS_KEY,
                    SECRET_KEY,
                    PART_SIZE,
                    PART_RETRIES,
                    S3_BACKOFF,
                    RETRY_BACKOFF,
                    CONDITIONAL_WRITES)
            .group("Files", FORMAT, CODEC, NULL_VALUES)
            .group("Rotation", FLUSH_SIZE, SIZE, RECORD_SPAN, SCHEDULE, OPEN_TIME)
            .group(
                    "Directories",
                    PARTITIONER,
                    PATH_FORMAT,
                    PARTITION_DURATION,
                    LOCALE,
                    TIME_ZONE,
                    EXTRACTOR,
                    TIMESTAMP_FIELD)
            .group("Names", TOPICS_DIR, DIRECTORY_DELIMITER, FILE_DELIMITER, OFFSET_WIDTH)
            .acceptedWithoutEffect("storage.class", "there is one storage")
            .acceptedWithoutEffect("schema.generator.class", "no connector reads it any more")
            .acceptedWithoutEffect("s3.compression.type", "Parquet compresses inside the file: see parquet.codec")
            .acceptedWithoutEffect("s3.compression.level", "Parquet compresses inside the file: see parquet.codec")
            .acceptedWithoutEffect("avro.codec", NOT_PARQUET)
            .acceptedWithoutEffect("json.decimal.format", NOT_PARQUET)
            .acceptedWithoutEffect("format.bytearray.extension", NOT_PARQUET)
            .acceptedWithoutEffect("format.bytearray.separator", NOT_PARQUET)
            .acceptedWithoutEffect("enhanced.avro.schema.support", NO_AVRO)
            .acceptedWithoutEffect("connect.meta.data", NO_AVRO)
            .acceptedWithoutEffect("allow.optional.map.keys", NO_AVRO)
            .acceptedWithoutEffect("schemas.cache.config", NO_AVRO)
            .acceptedWithoutEffect(
                    "schema.compatibility", "a record of another schema closes the file and goes into the next one")
            .acceptedWithoutEffect("shutdown.timeout.ms", "nothing is awaited at shutdown")
            .acceptedWithoutEffect("s3.http.send.expect.continue", "the HTTP client decides")
            .acceptedWithoutEffect("s3.elastic.buffer.enable", "buffers always grow as needed")
            .acceptedWithoutEffect("s3.elastic.buffer.init.capacity", "buffers always grow as needed")
            .acceptedWithoutEffect("s3.send.digest", "requests are signed with a hash of their payload")
            .acceptedWithoutEffect("enable.conditional.writes", "see conditional.writes")
            .acceptedWithoutEffect("append.late.data", "late records always go where they belong")
            .acceptedWithoutEffect(
                    "rotate.file.on.partition.change", "a record never closes a file that it does not go into")
            .acceptedWithoutEffect("max.write.duration.ms", "a late writer cannot overwrite anything")
            .acceptedWithoutEffect("report.null.values.to.dlq", "null values that are ignored are not reported")
            .acceptedWithoutEffect("partition.field.name", "there is no partitioning by fields")
            .build();

    /** @throws org.apache.kafka.common.config.ConfigException naming the key and what is wrong with it */
    static S3ParquetSinkConfig parse(Map<String, String> configuration) {
        ConfigValues values = TABLE.parse(configuration);
        Partitioners partitioners = partitioners(values);
        return new S3ParquetSinkConfig(
                partitioners,
                new WriterSettings(
                        new FileMetadata.Origin(configuration.getOrDefault("name", ""), partitioners.fingerprint()),
                        partitioners.followsTheWallClock(),
                        rotation(values),
                        names(values),
                        values.get(CODEC),
                        values.get(NULL_VALUES),
                        values.get(PART_SIZE),
                        Duration.ofMillis(values.get(RETRY_BACKOFF))),
                store(values));
    }

    /**
     * What is wrong with combinations of values that are all right each for itself.
     *
     * @param wrong keys whose values are not; they are left out of the question
     */
    static Stream<Finding> problems(Map<String, String> configuration, Set<String> wrong) {
        Map<String, String> sound = new HashMap<>(configuration);
        sound.keySet().removeAll(wrong);
        // The one value without a default, and no combination hangs on it.
        sound.putIfAbsent(BUCKET.name(), "not set");
        ConfigValues values = TABLE.parse(sound);
        return Stream.of(
                        ConfigParsers.problem(PATH_FORMAT, () -> ConfigParsers.pathFormat(partitioners(values))),
                        ConfigParsers.problem(PARTITION_DURATION, () -> ConfigParsers.duration(partitioners(values))),
                        ConfigParsers.problem(FILE_DELIMITER, () -> names(values)),
                        ConfigParsers.problem(
                                SECRET_KEY,
                                () -> ConfigParsers.credentials(values.get(ACCESS_KEY), values.get(SECRET_KEY))))
                .flatMap(Optional::stream);
    }

    private static Partitioners partitioners(ConfigValues values) {
        return new Partitioners(
                values.get(PARTITIONER),
                values.get(PATH_FORMAT),
                Duration.ofMillis(values.get(PARTITION_DURATION)),
                values.get(LOCALE),
                values.get(TIME_ZONE),
                values.get(DIRECTORY_DELIMITER),
                values.get(EXTRACTOR),
                values.get(TIMESTAMP_FIELD));
    }

    private static RotationPolicy rotation(ConfigValues values) {
        int flushSize = values.get(FLUSH_SIZE);
        return new RotationPolicy(
                flushSize == OFF ? null : (long) flushSize,
                values.get(SIZE),
                interval(values.get(RECORD_SPAN)),
                interval(values.get(SCHEDULE)),
                interval(values.get(OPEN_TIME)),
                values.get(TIME_ZONE));
    }

    private static ObjectNames names(ConfigValues values) {
        return new ObjectNames(
                values.get(TOPICS_DIR),
                values.get(DIRECTORY_DELIMITER),
                values.get(FILE_DELIMITER),
                values.get(OFFSET_WIDTH),
                values.get(CODEC).extension());
    }

    private static S3Settings store(ConfigValues values) {
        String top = values.get(TOPICS_DIR);
        String delimiter = values.get(DIRECTORY_DELIMITER);
        return new S3Settings(
                values.get(BUCKET),
                values.get(REGION),
                values.get(ENDPOINT).orElse(null),
                values.get(PATH_STYLE),
                values.get(ACCESS_KEY),
                values.get(SECRET_KEY),
                values.get(PART_RETRIES),
                Duration.ofMillis(values.get(S3_BACKOFF)),
                values.get(CONDITIONAL_WRITES),
                // Readers of lakes pass over names that begin with an underscore.
                (top.isEmpty() ? "" : top + delimiter) + "_sluice" + delimiter + "conditional-writes-probe");
    }

    private static @Nullable Duration interval(long millis) {
        return millis == OFF ? null : Duration.ofMillis(millis);
    }
}
