import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace culprit. */
export namespace culprit {

    /** Namespace hook. */
    namespace hook {

        /**
         * Properties of a Frame.
         * @deprecated Use culprit.hook.Frame.$Properties instead.
         */
        interface IFrame extends culprit.hook.Frame.$Properties {
        }

        /** Represents a Frame. */
        class Frame {

            /**
             * Constructs a new Frame.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.hook.Frame.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Frame hello. */
            hello?: (culprit.hook.Hello.$Properties|null);

            /** Frame report. */
            report?: (culprit.hook.Report.$Properties|null);

            /** Frame body. */
            body?: ("hello"|"report");

            /**
             * Encodes the specified Frame message. Does not implicitly {@link culprit.hook.Frame.verify|verify} messages.
             * @param message Frame message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.hook.Frame.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.hook.Frame & culprit.hook.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.hook.Frame & culprit.hook.Frame.$Shape;
        }

        namespace Frame {

            /** Properties of a Frame. */
            interface $Properties {

                /** Frame hello */
                hello?: (culprit.hook.Hello.$Properties|null);

                /** Frame report */
                report?: (culprit.hook.Report.$Properties|null);

                /** Frame body */
                body?: ("hello"|"report");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a Frame. */
            type $Shape = {
              hello?: culprit.hook.Hello.$Shape|null;
              report?: culprit.hook.Report.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; hello?: null; report?: null }|{ body?: "hello"; hello: culprit.hook.Hello.$Shape; report?: null }|{ body?: "report"; hello?: null; report: culprit.hook.Report.$Shape })
            );
        }

        /**
         * Properties of a Hello.
         * @deprecated Use culprit.hook.Hello.$Properties instead.
         */
        interface IHello extends culprit.hook.Hello.$Properties {
        }

        /** Represents a Hello. */
        class Hello {

            /**
             * Constructs a new Hello.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.hook.Hello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Hello protocol. */
            protocol: number;

            /** Hello pid. */
            pid: number;

            /** Hello parentPid. */
            parentPid: number;

            /** Hello startedMs. */
            startedMs: number;

            /** Hello python. */
            python: string;

            /** Hello implementation. */
            implementation: string;

            /** Hello executable. */
            executable: string;

            /** Hello prefix. */
            prefix: string;

            /** Hello basePrefix. */
            basePrefix: string;

            /** Hello argv. */
            argv: string[];

            /** Hello cwd. */
            cwd: string;

            /** Hello hook. */
            hook: string;

            /** Hello application. */
            application: string;

            /** Hello interpreter. */
            interpreter: number;

            /** Hello ancestors. */
            ancestors: number[];

            /**
             * Encodes the specified Hello message. Does not implicitly {@link culprit.hook.Hello.verify|verify} messages.
             * @param message Hello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.hook.Hello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.hook.Hello & culprit.hook.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.hook.Hello & culprit.hook.Hello.$Shape;
        }

        namespace Hello {

            /** Properties of a Hello. */
            interface $Properties {

                /** Hello protocol */
                protocol?: (number|null);

                /** Hello pid */
                pid?: (number|null);

                /** Hello parentPid */
                parentPid?: (number|null);

                /** Hello startedMs */
                startedMs?: (number|null);

                /** Hello python */
                python?: (string|null);

                /** Hello implementation */
                implementation?: (string|null);

                /** Hello executable */
                executable?: (string|null);

                /** Hello prefix */
                prefix?: (string|null);

                /** Hello basePrefix */
                basePrefix?: (string|null);

                /** Hello argv */
                argv?: (string[]|null);

                /** Hello cwd */
                cwd?: (string|null);

                /** Hello hook */
                hook?: (string|null);

                /** Hello application */
                application?: (string|null);

                /** Hello interpreter */
                interpreter?: (number|null);

                /** Hello ancestors */
                ancestors?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Hello. */
            type $Shape = culprit.hook.Hello.$Properties;
        }

        /** Operation enum. */
        enum Operation {

            /** OPERATION_UNSPECIFIED value */
            OPERATION_UNSPECIFIED = 0,

            /** FILE_OPEN value */
            FILE_OPEN = 1,

            /** FILE_RENAME value */
            FILE_RENAME = 2,

            /** FILE_REMOVE value */
            FILE_REMOVE = 3,

            /** FILE_LIST value */
            FILE_LIST = 4,

            /** DNS_LOOKUP value */
            DNS_LOOKUP = 5,

            /** NET_CONNECT value */
            NET_CONNECT = 6,

            /** NET_SEND value */
            NET_SEND = 7,

            /** NET_LISTEN value */
            NET_LISTEN = 8,

            /** NET_REQUEST value */
            NET_REQUEST = 9,

            /** PROCESS_SPAWN value */
            PROCESS_SPAWN = 10,

            /** CODE_EXEC value */
            CODE_EXEC = 11,

            /** NATIVE_LOAD value */
            NATIVE_LOAD = 12,

            /** HOOK_TAMPER value */
            HOOK_TAMPER = 13
        }

        /** Cause enum. */
        enum Cause {

            /** STACK value */
            STACK = 0,

            /** THREAD value */
            THREAD = 1,

            /** POOL value */
            POOL = 2,

            /** TASK value */
            TASK = 3
        }

        /**
         * Properties of a Segment.
         * @deprecated Use culprit.hook.Segment.$Properties instead.
         */
        interface ISegment extends culprit.hook.Segment.$Properties {
        }

        /** Represents a Segment. */
        class Segment {

            /**
             * Constructs a new Segment.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.hook.Segment.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Segment cause. */
            cause: culprit.hook.Cause;

            /** Segment frames. */
            frames: number[];

            /**
             * Encodes the specified Segment message. Does not implicitly {@link culprit.hook.Segment.verify|verify} messages.
             * @param message Segment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.hook.Segment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Segment message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.hook.Segment & culprit.hook.Segment.$Shape} Segment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.hook.Segment & culprit.hook.Segment.$Shape;
        }

        namespace Segment {

            /** Properties of a Segment. */
            interface $Properties {

                /** Segment cause */
                cause?: (culprit.hook.Cause|null);

                /** Segment frames */
                frames?: (number[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Segment. */
            type $Shape = culprit.hook.Segment.$Properties;
        }

        /**
         * Properties of an Activity.
         * @deprecated Use culprit.hook.Activity.$Properties instead.
         */
        interface IActivity extends culprit.hook.Activity.$Properties {
        }

        /** Represents an Activity. */
        class Activity {

            /**
             * Constructs a new Activity.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.hook.Activity.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Activity id. */
            id: number;

            /** Activity operation. */
            operation: culprit.hook.Operation;

            /** Activity atMs. */
            atMs: number;

            /** Activity target. */
            target: number;

            /** Activity ip. */
            ip: number;

            /** Activity port. */
            port: number;

            /** Activity via. */
            via: number;

            /** Activity access. */
            access: number;

            /** Activity other. */
            other: number;

            /** Activity segments. */
            segments: culprit.hook.Segment.$Properties[];

            /**
             * Encodes the specified Activity message. Does not implicitly {@link culprit.hook.Activity.verify|verify} messages.
             * @param message Activity message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.hook.Activity.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Activity message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.hook.Activity & culprit.hook.Activity.$Shape} Activity
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.hook.Activity & culprit.hook.Activity.$Shape;
        }

        namespace Activity {

            /** Properties of an Activity. */
            interface $Properties {

                /** Activity id */
                id?: (number|null);

                /** Activity operation */
                operation?: (culprit.hook.Operation|null);

                /** Activity atMs */
                atMs?: (number|null);

                /** Activity target */
                target?: (number|null);

                /** Activity ip */
                ip?: (number|null);

                /** Activity port */
                port?: (number|null);

                /** Activity via */
                via?: (number|null);

                /** Activity access */
                access?: (number|null);

                /** Activity other */
                other?: (number|null);

                /** Activity segments */
                segments?: (culprit.hook.Segment.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Activity. */
            type $Shape = culprit.hook.Activity.$Properties;
        }

        /**
         * Properties of a Repeat.
         * @deprecated Use culprit.hook.Repeat.$Properties instead.
         */
        interface IRepeat extends culprit.hook.Repeat.$Properties {
        }

        /** Represents a Repeat. */
        class Repeat {

            /**
             * Constructs a new Repeat.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.hook.Repeat.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Repeat id. */
            id: number;

            /** Repeat count. */
            count: number;

            /** Repeat lastMs. */
            lastMs: number;

            /**
             * Encodes the specified Repeat message. Does not implicitly {@link culprit.hook.Repeat.verify|verify} messages.
             * @param message Repeat message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.hook.Repeat.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Repeat message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.hook.Repeat & culprit.hook.Repeat.$Shape} Repeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.hook.Repeat & culprit.hook.Repeat.$Shape;
        }

        namespace Repeat {

            /** Properties of a Repeat. */
            interface $Properties {

                /** Repeat id */
                id?: (number|null);

                /** Repeat count */
                count?: (number|null);

                /** Repeat lastMs */
                lastMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Repeat. */
            type $Shape = culprit.hook.Repeat.$Properties;
        }

        /**
         * Properties of a Report.
         * @deprecated Use culprit.hook.Report.$Properties instead.
         */
        interface IReport extends culprit.hook.Report.$Properties {
        }

        /** Represents a Report. */
        class Report {

            /**
             * Constructs a new Report.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.hook.Report.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Report strings. */
            strings: string[];

            /** Report activities. */
            activities: culprit.hook.Activity.$Properties[];

            /** Report repeats. */
            repeats: culprit.hook.Repeat.$Properties[];

            /** Report lost. */
            lost: number;

            /**
             * Encodes the specified Report message. Does not implicitly {@link culprit.hook.Report.verify|verify} messages.
             * @param message Report message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.hook.Report.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Report message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.hook.Report & culprit.hook.Report.$Shape} Report
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.hook.Report & culprit.hook.Report.$Shape;
        }

        namespace Report {

            /** Properties of a Report. */
            interface $Properties {

                /** Report strings */
                strings?: (string[]|null);

                /** Report activities */
                activities?: (culprit.hook.Activity.$Properties[]|null);

                /** Report repeats */
                repeats?: (culprit.hook.Repeat.$Properties[]|null);

                /** Report lost */
                lost?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Report. */
            type $Shape = culprit.hook.Report.$Properties;
        }
    }
}
