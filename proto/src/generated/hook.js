/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["culprit-hook"] || ($protobuf.roots["culprit-hook"] = {});

export const culprit = $root.culprit = (() => {

    /**
     * Namespace culprit.
     * @exports culprit
     * @namespace
     */
    const culprit = {};

    culprit.hook = (function() {

        /**
         * Namespace hook.
         * @memberof culprit
         * @namespace
         */
        const hook = {};

        hook.Frame = (function() {

            /**
             * Properties of a Frame.
             * @typedef {Object} culprit.hook.Frame.$Properties
             * @property {culprit.hook.Hello.$Properties|null} [hello] Frame hello
             * @property {culprit.hook.Report.$Properties|null} [report] Frame report
             * @property {"hello"|"report"} [body] Frame body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Frame.
             * @memberof culprit.hook
             * @interface IFrame
             * @augments culprit.hook.Frame.$Properties
             * @deprecated Use culprit.hook.Frame.$Properties instead.
             */

            /**
             * Narrowed shape of a Frame.
             * @typedef {{
             *   hello?: culprit.hook.Hello.$Shape|null;
             *   report?: culprit.hook.Report.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; hello?: null; report?: null }|{ body?: "hello"; hello: culprit.hook.Hello.$Shape; report?: null }|{ body?: "report"; hello?: null; report: culprit.hook.Report.$Shape })
             * )} culprit.hook.Frame.$Shape
             */

            /**
             * Constructs a new Frame.
             * @memberof culprit.hook
             * @classdesc Represents a Frame.
             * @constructor
             * @param {culprit.hook.Frame.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Frame = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Frame hello.
             * @member {culprit.hook.Hello.$Properties|null|undefined} hello
             * @memberof culprit.hook.Frame
             * @instance
             */
            Frame.prototype.hello = null;

            /**
             * Frame report.
             * @member {culprit.hook.Report.$Properties|null|undefined} report
             * @memberof culprit.hook.Frame
             * @instance
             */
            Frame.prototype.report = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * Frame body.
             * @member {"hello"|"report"|undefined} body
             * @memberof culprit.hook.Frame
             * @instance
             */
            $Object.defineProperty(Frame.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "report"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified Frame message. Does not implicitly {@link culprit.hook.Frame.verify|verify} messages.
             * @function encode
             * @memberof culprit.hook.Frame
             * @static
             * @param {culprit.hook.Frame.$Properties} message Frame message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Frame.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.culprit.hook.Hello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.report != null && $Object.hasOwnProperty.call(message, "report"))
                    $root.culprit.hook.Report.encode(message.report, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Frame message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.hook.Frame
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.hook.Frame & culprit.hook.Frame.$Shape} Frame
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Frame.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.culprit.hook.Frame();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            message.hello = $root.culprit.hook.Hello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.body = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.report = $root.culprit.hook.Report.decode(reader, reader.size(), $undefined, _depth + 1, message.report);
                            message.body = "report";
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Frame;
        })();

        hook.Hello = (function() {

            /**
             * Properties of a Hello.
             * @typedef {Object} culprit.hook.Hello.$Properties
             * @property {number|null} [protocol] Hello protocol
             * @property {number|null} [pid] Hello pid
             * @property {number|null} [parentPid] Hello parentPid
             * @property {number|null} [startedMs] Hello startedMs
             * @property {string|null} [python] Hello python
             * @property {string|null} [implementation] Hello implementation
             * @property {string|null} [executable] Hello executable
             * @property {string|null} [prefix] Hello prefix
             * @property {string|null} [basePrefix] Hello basePrefix
             * @property {Array.<string>|null} [argv] Hello argv
             * @property {string|null} [cwd] Hello cwd
             * @property {string|null} [hook] Hello hook
             * @property {string|null} [application] Hello application
             * @property {number|null} [interpreter] Hello interpreter
             * @property {Array.<number>|null} [ancestors] Hello ancestors
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Hello.
             * @memberof culprit.hook
             * @interface IHello
             * @augments culprit.hook.Hello.$Properties
             * @deprecated Use culprit.hook.Hello.$Properties instead.
             */

            /**
             * Shape of a Hello.
             * @typedef {culprit.hook.Hello.$Properties} culprit.hook.Hello.$Shape
             */

            /**
             * Constructs a new Hello.
             * @memberof culprit.hook
             * @classdesc Represents a Hello.
             * @constructor
             * @param {culprit.hook.Hello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Hello = function (properties) {
                this.argv = [];
                this.ancestors = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Hello protocol.
             * @member {number} protocol
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.protocol = 0;

            /**
             * Hello pid.
             * @member {number} pid
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.pid = 0;

            /**
             * Hello parentPid.
             * @member {number} parentPid
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.parentPid = 0;

            /**
             * Hello startedMs.
             * @member {number} startedMs
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.startedMs = 0;

            /**
             * Hello python.
             * @member {string} python
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.python = "";

            /**
             * Hello implementation.
             * @member {string} implementation
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.implementation = "";

            /**
             * Hello executable.
             * @member {string} executable
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.executable = "";

            /**
             * Hello prefix.
             * @member {string} prefix
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.prefix = "";

            /**
             * Hello basePrefix.
             * @member {string} basePrefix
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.basePrefix = "";

            /**
             * Hello argv.
             * @member {Array.<string>} argv
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.argv = $util.emptyArray;

            /**
             * Hello cwd.
             * @member {string} cwd
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.cwd = "";

            /**
             * Hello hook.
             * @member {string} hook
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.hook = "";

            /**
             * Hello application.
             * @member {string} application
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.application = "";

            /**
             * Hello interpreter.
             * @member {number} interpreter
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.interpreter = 0;

            /**
             * Hello ancestors.
             * @member {Array.<number>} ancestors
             * @memberof culprit.hook.Hello
             * @instance
             */
            Hello.prototype.ancestors = $util.emptyArray;

            /**
             * Encodes the specified Hello message. Does not implicitly {@link culprit.hook.Hello.verify|verify} messages.
             * @function encode
             * @memberof culprit.hook.Hello
             * @static
             * @param {culprit.hook.Hello.$Properties} message Hello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Hello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocol);
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.pid);
                if (message.parentPid != null && $Object.hasOwnProperty.call(message, "parentPid") && message.parentPid !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.parentPid);
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs") && !$Object.is(message.startedMs, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.startedMs);
                if (message.python != null && $Object.hasOwnProperty.call(message, "python") && message.python !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.python);
                if (message.implementation != null && $Object.hasOwnProperty.call(message, "implementation") && message.implementation !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.implementation);
                if (message.executable != null && $Object.hasOwnProperty.call(message, "executable") && message.executable !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.executable);
                if (message.prefix != null && $Object.hasOwnProperty.call(message, "prefix") && message.prefix !== "")
                    writer.uint32(/* id 8, wireType 2 =*/66).string(message.prefix);
                if (message.basePrefix != null && $Object.hasOwnProperty.call(message, "basePrefix") && message.basePrefix !== "")
                    writer.uint32(/* id 9, wireType 2 =*/74).string(message.basePrefix);
                if (message.argv != null && message.argv.length)
                    for (let i = 0; i < message.argv.length; ++i)
                        writer.uint32(/* id 10, wireType 2 =*/82).string(message.argv[i]);
                if (message.cwd != null && $Object.hasOwnProperty.call(message, "cwd") && message.cwd !== "")
                    writer.uint32(/* id 11, wireType 2 =*/90).string(message.cwd);
                if (message.hook != null && $Object.hasOwnProperty.call(message, "hook") && message.hook !== "")
                    writer.uint32(/* id 12, wireType 2 =*/98).string(message.hook);
                if (message.application != null && $Object.hasOwnProperty.call(message, "application") && message.application !== "")
                    writer.uint32(/* id 13, wireType 2 =*/106).string(message.application);
                if (message.interpreter != null && $Object.hasOwnProperty.call(message, "interpreter") && message.interpreter !== 0)
                    writer.uint32(/* id 14, wireType 0 =*/112).uint32(message.interpreter);
                if (message.ancestors != null && message.ancestors.length)
                    writer.uint32(/* id 15, wireType 2 =*/122).uint32s(message.ancestors);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Hello message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.hook.Hello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.hook.Hello & culprit.hook.Hello.$Shape} Hello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Hello.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.culprit.hook.Hello();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.protocol = value;
                            else
                                delete message.protocol;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.pid = value;
                            else
                                delete message.pid;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.parentPid = value;
                            else
                                delete message.parentPid;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.startedMs = value;
                            else
                                delete message.startedMs;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.python = value;
                            else
                                delete message.python;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.implementation = value;
                            else
                                delete message.implementation;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.executable = value;
                            else
                                delete message.executable;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.prefix = value;
                            else
                                delete message.prefix;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.basePrefix = value;
                            else
                                delete message.basePrefix;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.argv && message.argv.length))
                                message.argv = [];
                            message.argv.push(reader.stringVerify());
                            continue;
                        }
                    case 11: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.cwd = value;
                            else
                                delete message.cwd;
                            continue;
                        }
                    case 12: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hook = value;
                            else
                                delete message.hook;
                            continue;
                        }
                    case 13: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.application = value;
                            else
                                delete message.application;
                            continue;
                        }
                    case 14: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.interpreter = value;
                            else
                                delete message.interpreter;
                            continue;
                        }
                    case 15: {
                            if (wireType === 2) {
                                if (!(message.ancestors && message.ancestors.length))
                                    message.ancestors = [];
                                reader.uint32s(message.ancestors);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ancestors && message.ancestors.length))
                                message.ancestors = [];
                            message.ancestors.push(reader.uint32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Hello;
        })();

        /**
         * Operation enum.
         * @name culprit.hook.Operation
         * @enum {number}
         * @property {number} OPERATION_UNSPECIFIED=0 OPERATION_UNSPECIFIED value
         * @property {number} FILE_OPEN=1 FILE_OPEN value
         * @property {number} FILE_RENAME=2 FILE_RENAME value
         * @property {number} FILE_REMOVE=3 FILE_REMOVE value
         * @property {number} FILE_LIST=4 FILE_LIST value
         * @property {number} DNS_LOOKUP=5 DNS_LOOKUP value
         * @property {number} NET_CONNECT=6 NET_CONNECT value
         * @property {number} NET_SEND=7 NET_SEND value
         * @property {number} NET_LISTEN=8 NET_LISTEN value
         * @property {number} NET_REQUEST=9 NET_REQUEST value
         * @property {number} PROCESS_SPAWN=10 PROCESS_SPAWN value
         * @property {number} CODE_EXEC=11 CODE_EXEC value
         * @property {number} NATIVE_LOAD=12 NATIVE_LOAD value
         * @property {number} HOOK_TAMPER=13 HOOK_TAMPER value
         */
        hook.Operation = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "OPERATION_UNSPECIFIED"] = 0;
            values[valuesById[1] = "FILE_OPEN"] = 1;
            values[valuesById[2] = "FILE_RENAME"] = 2;
            values[valuesById[3] = "FILE_REMOVE"] = 3;
            values[valuesById[4] = "FILE_LIST"] = 4;
            values[valuesById[5] = "DNS_LOOKUP"] = 5;
            values[valuesById[6] = "NET_CONNECT"] = 6;
            values[valuesById[7] = "NET_SEND"] = 7;
            values[valuesById[8] = "NET_LISTEN"] = 8;
            values[valuesById[9] = "NET_REQUEST"] = 9;
            values[valuesById[10] = "PROCESS_SPAWN"] = 10;
            values[valuesById[11] = "CODE_EXEC"] = 11;
            values[valuesById[12] = "NATIVE_LOAD"] = 12;
            values[valuesById[13] = "HOOK_TAMPER"] = 13;
            return values;
        })();

        /**
         * Cause enum.
         * @name culprit.hook.Cause
         * @enum {number}
         * @property {number} STACK=0 STACK value
         * @property {number} THREAD=1 THREAD value
         * @property {number} POOL=2 POOL value
         * @property {number} TASK=3 TASK value
         */
        hook.Cause = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "STACK"] = 0;
            values[valuesById[1] = "THREAD"] = 1;
            values[valuesById[2] = "POOL"] = 2;
            values[valuesById[3] = "TASK"] = 3;
            return values;
        })();

        hook.Segment = (function() {

            /**
             * Properties of a Segment.
             * @typedef {Object} culprit.hook.Segment.$Properties
             * @property {culprit.hook.Cause|null} [cause] Segment cause
             * @property {Array.<number>|null} [frames] Segment frames
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Segment.
             * @memberof culprit.hook
             * @interface ISegment
             * @augments culprit.hook.Segment.$Properties
             * @deprecated Use culprit.hook.Segment.$Properties instead.
             */

            /**
             * Shape of a Segment.
             * @typedef {culprit.hook.Segment.$Properties} culprit.hook.Segment.$Shape
             */

            /**
             * Constructs a new Segment.
             * @memberof culprit.hook
             * @classdesc Represents a Segment.
             * @constructor
             * @param {culprit.hook.Segment.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Segment = function (properties) {
                this.frames = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Segment cause.
             * @member {culprit.hook.Cause} cause
             * @memberof culprit.hook.Segment
             * @instance
             */
            Segment.prototype.cause = 0;

            /**
             * Segment frames.
             * @member {Array.<number>} frames
             * @memberof culprit.hook.Segment
             * @instance
             */
            Segment.prototype.frames = $util.emptyArray;

            /**
             * Encodes the specified Segment message. Does not implicitly {@link culprit.hook.Segment.verify|verify} messages.
             * @function encode
             * @memberof culprit.hook.Segment
             * @static
             * @param {culprit.hook.Segment.$Properties} message Segment message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Segment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.cause != null && $Object.hasOwnProperty.call(message, "cause") && message.cause !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).int32(message.cause);
                if (message.frames != null && message.frames.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).uint32s(message.frames);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Segment message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.hook.Segment
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.hook.Segment & culprit.hook.Segment.$Shape} Segment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Segment.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.culprit.hook.Segment();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.cause = value;
                            else
                                delete message.cause;
                            continue;
                        }
                    case 2: {
                            if (wireType === 2) {
                                if (!(message.frames && message.frames.length))
                                    message.frames = [];
                                reader.uint32s(message.frames);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.frames && message.frames.length))
                                message.frames = [];
                            message.frames.push(reader.uint32());
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Segment;
        })();

        hook.Activity = (function() {

            /**
             * Properties of an Activity.
             * @typedef {Object} culprit.hook.Activity.$Properties
             * @property {number|null} [id] Activity id
             * @property {culprit.hook.Operation|null} [operation] Activity operation
             * @property {number|null} [atMs] Activity atMs
             * @property {number|null} [target] Activity target
             * @property {number|null} [ip] Activity ip
             * @property {number|null} [port] Activity port
             * @property {number|null} [via] Activity via
             * @property {number|null} [access] Activity access
             * @property {number|null} [other] Activity other
             * @property {Array.<culprit.hook.Segment.$Properties>|null} [segments] Activity segments
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Activity.
             * @memberof culprit.hook
             * @interface IActivity
             * @augments culprit.hook.Activity.$Properties
             * @deprecated Use culprit.hook.Activity.$Properties instead.
             */

            /**
             * Shape of an Activity.
             * @typedef {culprit.hook.Activity.$Properties} culprit.hook.Activity.$Shape
             */

            /**
             * Constructs a new Activity.
             * @memberof culprit.hook
             * @classdesc Represents an Activity.
             * @constructor
             * @param {culprit.hook.Activity.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Activity = function (properties) {
                this.segments = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Activity id.
             * @member {number} id
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.id = 0;

            /**
             * Activity operation.
             * @member {culprit.hook.Operation} operation
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.operation = 0;

            /**
             * Activity atMs.
             * @member {number} atMs
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.atMs = 0;

            /**
             * Activity target.
             * @member {number} target
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.target = 0;

            /**
             * Activity ip.
             * @member {number} ip
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.ip = 0;

            /**
             * Activity port.
             * @member {number} port
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.port = 0;

            /**
             * Activity via.
             * @member {number} via
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.via = 0;

            /**
             * Activity access.
             * @member {number} access
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.access = 0;

            /**
             * Activity other.
             * @member {number} other
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.other = 0;

            /**
             * Activity segments.
             * @member {Array.<culprit.hook.Segment.$Properties>} segments
             * @memberof culprit.hook.Activity
             * @instance
             */
            Activity.prototype.segments = $util.emptyArray;

            /**
             * Encodes the specified Activity message. Does not implicitly {@link culprit.hook.Activity.verify|verify} messages.
             * @function encode
             * @memberof culprit.hook.Activity
             * @static
             * @param {culprit.hook.Activity.$Properties} message Activity message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Activity.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
                if (message.operation != null && $Object.hasOwnProperty.call(message, "operation") && message.operation !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).int32(message.operation);
                if (message.atMs != null && $Object.hasOwnProperty.call(message, "atMs") && !$Object.is(message.atMs, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.atMs);
                if (message.target != null && $Object.hasOwnProperty.call(message, "target") && message.target !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.target);
                if (message.ip != null && $Object.hasOwnProperty.call(message, "ip") && message.ip !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.ip);
                if (message.port != null && $Object.hasOwnProperty.call(message, "port") && message.port !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.port);
                if (message.via != null && $Object.hasOwnProperty.call(message, "via") && message.via !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.via);
                if (message.access != null && $Object.hasOwnProperty.call(message, "access") && message.access !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.access);
                if (message.other != null && $Object.hasOwnProperty.call(message, "other") && message.other !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.other);
                if (message.segments != null && message.segments.length)
                    for (let i = 0; i < message.segments.length; ++i)
                        $root.culprit.hook.Segment.encode(message.segments[i], writer.uint32(/* id 10, wireType 2 =*/82).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Activity message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.hook.Activity
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.hook.Activity & culprit.hook.Activity.$Shape} Activity
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Activity.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.culprit.hook.Activity();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.int32())
                                message.operation = value;
                            else
                                delete message.operation;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.atMs = value;
                            else
                                delete message.atMs;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.target = value;
                            else
                                delete message.target;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.ip = value;
                            else
                                delete message.ip;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.port = value;
                            else
                                delete message.port;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.via = value;
                            else
                                delete message.via;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.access = value;
                            else
                                delete message.access;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.other = value;
                            else
                                delete message.other;
                            continue;
                        }
                    case 10: {
                            if (wireType !== 2)
                                break;
                            if (!(message.segments && message.segments.length))
                                message.segments = [];
                            message.segments.push($root.culprit.hook.Segment.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Activity;
        })();

        hook.Repeat = (function() {

            /**
             * Properties of a Repeat.
             * @typedef {Object} culprit.hook.Repeat.$Properties
             * @property {number|null} [id] Repeat id
             * @property {number|null} [count] Repeat count
             * @property {number|null} [lastMs] Repeat lastMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Repeat.
             * @memberof culprit.hook
             * @interface IRepeat
             * @augments culprit.hook.Repeat.$Properties
             * @deprecated Use culprit.hook.Repeat.$Properties instead.
             */

            /**
             * Shape of a Repeat.
             * @typedef {culprit.hook.Repeat.$Properties} culprit.hook.Repeat.$Shape
             */

            /**
             * Constructs a new Repeat.
             * @memberof culprit.hook
             * @classdesc Represents a Repeat.
             * @constructor
             * @param {culprit.hook.Repeat.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Repeat = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Repeat id.
             * @member {number} id
             * @memberof culprit.hook.Repeat
             * @instance
             */
            Repeat.prototype.id = 0;

            /**
             * Repeat count.
             * @member {number} count
             * @memberof culprit.hook.Repeat
             * @instance
             */
            Repeat.prototype.count = 0;

            /**
             * Repeat lastMs.
             * @member {number} lastMs
             * @memberof culprit.hook.Repeat
             * @instance
             */
            Repeat.prototype.lastMs = 0;

            /**
             * Encodes the specified Repeat message. Does not implicitly {@link culprit.hook.Repeat.verify|verify} messages.
             * @function encode
             * @memberof culprit.hook.Repeat
             * @static
             * @param {culprit.hook.Repeat.$Properties} message Repeat message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Repeat.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.id != null && $Object.hasOwnProperty.call(message, "id") && message.id !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.id);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.count);
                if (message.lastMs != null && $Object.hasOwnProperty.call(message, "lastMs") && !$Object.is(message.lastMs, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.lastMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Repeat message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.hook.Repeat
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.hook.Repeat & culprit.hook.Repeat.$Shape} Repeat
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Repeat.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.culprit.hook.Repeat();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.id = value;
                            else
                                delete message.id;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.lastMs = value;
                            else
                                delete message.lastMs;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Repeat;
        })();

        hook.Report = (function() {

            /**
             * Properties of a Report.
             * @typedef {Object} culprit.hook.Report.$Properties
             * @property {Array.<string>|null} [strings] Report strings
             * @property {Array.<culprit.hook.Activity.$Properties>|null} [activities] Report activities
             * @property {Array.<culprit.hook.Repeat.$Properties>|null} [repeats] Report repeats
             * @property {number|null} [lost] Report lost
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Report.
             * @memberof culprit.hook
             * @interface IReport
             * @augments culprit.hook.Report.$Properties
             * @deprecated Use culprit.hook.Report.$Properties instead.
             */

            /**
             * Shape of a Report.
             * @typedef {culprit.hook.Report.$Properties} culprit.hook.Report.$Shape
             */

            /**
             * Constructs a new Report.
             * @memberof culprit.hook
             * @classdesc Represents a Report.
             * @constructor
             * @param {culprit.hook.Report.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Report = function (properties) {
                this.strings = [];
                this.activities = [];
                this.repeats = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Report strings.
             * @member {Array.<string>} strings
             * @memberof culprit.hook.Report
             * @instance
             */
            Report.prototype.strings = $util.emptyArray;

            /**
             * Report activities.
             * @member {Array.<culprit.hook.Activity.$Properties>} activities
             * @memberof culprit.hook.Report
             * @instance
             */
            Report.prototype.activities = $util.emptyArray;

            /**
             * Report repeats.
             * @member {Array.<culprit.hook.Repeat.$Properties>} repeats
             * @memberof culprit.hook.Report
             * @instance
             */
            Report.prototype.repeats = $util.emptyArray;

            /**
             * Report lost.
             * @member {number} lost
             * @memberof culprit.hook.Report
             * @instance
             */
            Report.prototype.lost = 0;

            /**
             * Encodes the specified Report message. Does not implicitly {@link culprit.hook.Report.verify|verify} messages.
             * @function encode
             * @memberof culprit.hook.Report
             * @static
             * @param {culprit.hook.Report.$Properties} message Report message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Report.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.strings != null && message.strings.length)
                    for (let i = 0; i < message.strings.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.strings[i]);
                if (message.activities != null && message.activities.length)
                    for (let i = 0; i < message.activities.length; ++i)
                        $root.culprit.hook.Activity.encode(message.activities[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.repeats != null && message.repeats.length)
                    for (let i = 0; i < message.repeats.length; ++i)
                        $root.culprit.hook.Repeat.encode(message.repeats[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.lost != null && $Object.hasOwnProperty.call(message, "lost") && message.lost !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.lost);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Report message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.hook.Report
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.hook.Report & culprit.hook.Report.$Shape} Report
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Report.decode = function (reader, length, _end, _depth, _target) {
                if (!(reader instanceof $Reader))
                    reader = $Reader.create(reader);
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $Reader.recursionLimit)
                    throw $Error("max depth exceeded");
                let end, message, value;
                if (length === $undefined)
                    end = reader.len;
                else {
                    end = reader.pos + length;
                    if (end > reader.len)
                        throw $RangeError("index out of range");
                    length = reader.len;
                    reader.len = end;
                }
                message = _target || new $root.culprit.hook.Report();
                while (reader.pos < end) {
                    let start = reader.pos;
                    let tag = reader.tag();
                    if (tag === _end) {
                        _end = $undefined;
                        break;
                    }
                    let wireType = tag & 7;
                    switch (tag >>>= 3) {
                    case 1: {
                            if (wireType !== 2)
                                break;
                            if (!(message.strings && message.strings.length))
                                message.strings = [];
                            message.strings.push(reader.stringVerify());
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.activities && message.activities.length))
                                message.activities = [];
                            message.activities.push($root.culprit.hook.Activity.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.repeats && message.repeats.length))
                                message.repeats = [];
                            message.repeats.push($root.culprit.hook.Repeat.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.lost = value;
                            else
                                delete message.lost;
                            continue;
                        }
                    }
                    reader.skipType(wireType, _depth, tag);
                    if (!reader.discardUnknown) {
                        $util.makeProp(message, "$unknowns", false);
                        (message.$unknowns || (message.$unknowns = [])).push(reader.raw(start, reader.pos));
                    }
                }
                if (length !== $undefined) {
                    if (reader.pos !== end)
                        throw $RangeError("index out of range");
                    reader.len = length;
                }
                if (_end !== $undefined)
                    throw $Error("missing end group");
                return message;
            };

            return Report;
        })();

        return hook;
    })();

    return culprit;
})();

export {
  $root as default
};
