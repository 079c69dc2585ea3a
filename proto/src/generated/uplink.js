/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

// Common aliases
const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

// Exported root namespace
const $root = $protobuf.roots["culprit-uplink"] || ($protobuf.roots["culprit-uplink"] = {});

export const culprit = $root.culprit = (() => {

    /**
     * Namespace culprit.
     * @exports culprit
     * @namespace
     */
    const culprit = {};

    culprit.uplink = (function() {

        /**
         * Namespace uplink.
         * @memberof culprit
         * @namespace
         */
        const uplink = {};

        uplink.ToCollector = (function() {

            /**
             * Properties of a ToCollector.
             * @typedef {Object} culprit.uplink.ToCollector.$Properties
             * @property {culprit.uplink.AgentHello.$Properties|null} [hello] ToCollector hello
             * @property {culprit.uplink.Batch.$Properties|null} [batch] ToCollector batch
             * @property {culprit.uplink.Inventory.$Properties|null} [inventory] ToCollector inventory
             * @property {culprit.uplink.Health.$Properties|null} [health] ToCollector health
             * @property {culprit.uplink.Coverage.$Properties|null} [coverage] ToCollector coverage
             * @property {culprit.uplink.InventoryOffer.$Properties|null} [inventoryOffer] ToCollector inventoryOffer
             * @property {culprit.uplink.InventoryChange.$Properties|null} [inventoryChange] ToCollector inventoryChange
             * @property {"hello"|"batch"|"inventory"|"health"|"coverage"|"inventoryOffer"|"inventoryChange"} [body] ToCollector body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ToCollector.
             * @memberof culprit.uplink
             * @interface IToCollector
             * @augments culprit.uplink.ToCollector.$Properties
             * @deprecated Use culprit.uplink.ToCollector.$Properties instead.
             */

            /**
             * Narrowed shape of a ToCollector.
             * @typedef {{
             *   hello?: culprit.uplink.AgentHello.$Shape|null;
             *   batch?: culprit.uplink.Batch.$Shape|null;
             *   inventory?: culprit.uplink.Inventory.$Shape|null;
             *   health?: culprit.uplink.Health.$Shape|null;
             *   coverage?: culprit.uplink.Coverage.$Shape|null;
             *   inventoryOffer?: culprit.uplink.InventoryOffer.$Shape|null;
             *   inventoryChange?: culprit.uplink.InventoryChange.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; hello?: null; batch?: null; inventory?: null; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "hello"; hello: culprit.uplink.AgentHello.$Shape; batch?: null; inventory?: null; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "batch"; hello?: null; batch: culprit.uplink.Batch.$Shape; inventory?: null; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "inventory"; hello?: null; batch?: null; inventory: culprit.uplink.Inventory.$Shape; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "health"; hello?: null; batch?: null; inventory?: null; health: culprit.uplink.Health.$Shape; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "coverage"; hello?: null; batch?: null; inventory?: null; health?: null; coverage: culprit.uplink.Coverage.$Shape; inventoryOffer?: null; inventoryChange?: null }|{ body?: "inventoryOffer"; hello?: null; batch?: null; inventory?: null; health?: null; coverage?: null; inventoryOffer: culprit.uplink.InventoryOffer.$Shape; inventoryChange?: null }|{ body?: "inventoryChange"; hello?: null; batch?: null; inventory?: null; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange: culprit.uplink.InventoryChange.$Shape })
             * )} culprit.uplink.ToCollector.$Shape
             */

            /**
             * Constructs a new ToCollector.
             * @memberof culprit.uplink
             * @classdesc Represents a ToCollector.
             * @constructor
             * @param {culprit.uplink.ToCollector.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ToCollector = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ToCollector hello.
             * @member {culprit.uplink.AgentHello.$Properties|null|undefined} hello
             * @memberof culprit.uplink.ToCollector
             * @instance
             */
            ToCollector.prototype.hello = null;

            /**
             * ToCollector batch.
             * @member {culprit.uplink.Batch.$Properties|null|undefined} batch
             * @memberof culprit.uplink.ToCollector
             * @instance
             */
            ToCollector.prototype.batch = null;

            /**
             * ToCollector inventory.
             * @member {culprit.uplink.Inventory.$Properties|null|undefined} inventory
             * @memberof culprit.uplink.ToCollector
             * @instance
             */
            ToCollector.prototype.inventory = null;

            /**
             * ToCollector health.
             * @member {culprit.uplink.Health.$Properties|null|undefined} health
             * @memberof culprit.uplink.ToCollector
             * @instance
             */
            ToCollector.prototype.health = null;

            /**
             * ToCollector coverage.
             * @member {culprit.uplink.Coverage.$Properties|null|undefined} coverage
             * @memberof culprit.uplink.ToCollector
             * @instance
             */
            ToCollector.prototype.coverage = null;

            /**
             * ToCollector inventoryOffer.
             * @member {culprit.uplink.InventoryOffer.$Properties|null|undefined} inventoryOffer
             * @memberof culprit.uplink.ToCollector
             * @instance
             */
            ToCollector.prototype.inventoryOffer = null;

            /**
             * ToCollector inventoryChange.
             * @member {culprit.uplink.InventoryChange.$Properties|null|undefined} inventoryChange
             * @memberof culprit.uplink.ToCollector
             * @instance
             */
            ToCollector.prototype.inventoryChange = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * ToCollector body.
             * @member {"hello"|"batch"|"inventory"|"health"|"coverage"|"inventoryOffer"|"inventoryChange"|undefined} body
             * @memberof culprit.uplink.ToCollector
             * @instance
             */
            $Object.defineProperty(ToCollector.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["hello", "batch", "inventory", "health", "coverage", "inventoryOffer", "inventoryChange"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified ToCollector message. Does not implicitly {@link culprit.uplink.ToCollector.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.ToCollector
             * @static
             * @param {culprit.uplink.ToCollector.$Properties} message ToCollector message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ToCollector.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.hello != null && $Object.hasOwnProperty.call(message, "hello"))
                    $root.culprit.uplink.AgentHello.encode(message.hello, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.batch != null && $Object.hasOwnProperty.call(message, "batch"))
                    $root.culprit.uplink.Batch.encode(message.batch, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.inventory != null && $Object.hasOwnProperty.call(message, "inventory"))
                    $root.culprit.uplink.Inventory.encode(message.inventory, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.health != null && $Object.hasOwnProperty.call(message, "health"))
                    $root.culprit.uplink.Health.encode(message.health, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.coverage != null && $Object.hasOwnProperty.call(message, "coverage"))
                    $root.culprit.uplink.Coverage.encode(message.coverage, writer.uint32(/* id 5, wireType 2 =*/42).fork(), _depth + 1).ldelim();
                if (message.inventoryOffer != null && $Object.hasOwnProperty.call(message, "inventoryOffer"))
                    $root.culprit.uplink.InventoryOffer.encode(message.inventoryOffer, writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.inventoryChange != null && $Object.hasOwnProperty.call(message, "inventoryChange"))
                    $root.culprit.uplink.InventoryChange.encode(message.inventoryChange, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ToCollector message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.ToCollector
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.ToCollector & culprit.uplink.ToCollector.$Shape} ToCollector
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ToCollector.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.ToCollector();
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
                            message.hello = $root.culprit.uplink.AgentHello.decode(reader, reader.size(), $undefined, _depth + 1, message.hello);
                            message.body = "hello";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.batch = $root.culprit.uplink.Batch.decode(reader, reader.size(), $undefined, _depth + 1, message.batch);
                            message.body = "batch";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.inventory = $root.culprit.uplink.Inventory.decode(reader, reader.size(), $undefined, _depth + 1, message.inventory);
                            message.body = "inventory";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.health = $root.culprit.uplink.Health.decode(reader, reader.size(), $undefined, _depth + 1, message.health);
                            message.body = "health";
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            message.coverage = $root.culprit.uplink.Coverage.decode(reader, reader.size(), $undefined, _depth + 1, message.coverage);
                            message.body = "coverage";
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            message.inventoryOffer = $root.culprit.uplink.InventoryOffer.decode(reader, reader.size(), $undefined, _depth + 1, message.inventoryOffer);
                            message.body = "inventoryOffer";
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.inventoryChange = $root.culprit.uplink.InventoryChange.decode(reader, reader.size(), $undefined, _depth + 1, message.inventoryChange);
                            message.body = "inventoryChange";
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

            return ToCollector;
        })();

        uplink.ToAgent = (function() {

            /**
             * Properties of a ToAgent.
             * @typedef {Object} culprit.uplink.ToAgent.$Properties
             * @property {culprit.uplink.Welcome.$Properties|null} [welcome] ToAgent welcome
             * @property {culprit.uplink.Ack.$Properties|null} [ack] ToAgent ack
             * @property {culprit.uplink.Refusal.$Properties|null} [refusal] ToAgent refusal
             * @property {culprit.uplink.InventoryWanted.$Properties|null} [inventoryWanted] ToAgent inventoryWanted
             * @property {"welcome"|"ack"|"refusal"|"inventoryWanted"} [body] ToAgent body
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a ToAgent.
             * @memberof culprit.uplink
             * @interface IToAgent
             * @augments culprit.uplink.ToAgent.$Properties
             * @deprecated Use culprit.uplink.ToAgent.$Properties instead.
             */

            /**
             * Narrowed shape of a ToAgent.
             * @typedef {{
             *   welcome?: culprit.uplink.Welcome.$Shape|null;
             *   ack?: culprit.uplink.Ack.$Shape|null;
             *   refusal?: culprit.uplink.Refusal.$Shape|null;
             *   inventoryWanted?: culprit.uplink.InventoryWanted.$Shape|null;
             *   $unknowns?: Array.<Uint8Array>;
             * } & (
             *   ({ body?: undefined; welcome?: null; ack?: null; refusal?: null; inventoryWanted?: null }|{ body?: "welcome"; welcome: culprit.uplink.Welcome.$Shape; ack?: null; refusal?: null; inventoryWanted?: null }|{ body?: "ack"; welcome?: null; ack: culprit.uplink.Ack.$Shape; refusal?: null; inventoryWanted?: null }|{ body?: "refusal"; welcome?: null; ack?: null; refusal: culprit.uplink.Refusal.$Shape; inventoryWanted?: null }|{ body?: "inventoryWanted"; welcome?: null; ack?: null; refusal?: null; inventoryWanted: culprit.uplink.InventoryWanted.$Shape })
             * )} culprit.uplink.ToAgent.$Shape
             */

            /**
             * Constructs a new ToAgent.
             * @memberof culprit.uplink
             * @classdesc Represents a ToAgent.
             * @constructor
             * @param {culprit.uplink.ToAgent.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const ToAgent = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * ToAgent welcome.
             * @member {culprit.uplink.Welcome.$Properties|null|undefined} welcome
             * @memberof culprit.uplink.ToAgent
             * @instance
             */
            ToAgent.prototype.welcome = null;

            /**
             * ToAgent ack.
             * @member {culprit.uplink.Ack.$Properties|null|undefined} ack
             * @memberof culprit.uplink.ToAgent
             * @instance
             */
            ToAgent.prototype.ack = null;

            /**
             * ToAgent refusal.
             * @member {culprit.uplink.Refusal.$Properties|null|undefined} refusal
             * @memberof culprit.uplink.ToAgent
             * @instance
             */
            ToAgent.prototype.refusal = null;

            /**
             * ToAgent inventoryWanted.
             * @member {culprit.uplink.InventoryWanted.$Properties|null|undefined} inventoryWanted
             * @memberof culprit.uplink.ToAgent
             * @instance
             */
            ToAgent.prototype.inventoryWanted = null;

            // OneOf field names bound to virtual getters and setters
            let $oneOfFields;

            /**
             * ToAgent body.
             * @member {"welcome"|"ack"|"refusal"|"inventoryWanted"|undefined} body
             * @memberof culprit.uplink.ToAgent
             * @instance
             */
            $Object.defineProperty(ToAgent.prototype, "body", {
                get: $util.oneOfGetter($oneOfFields = ["welcome", "ack", "refusal", "inventoryWanted"]),
                set: $util.oneOfSetter($oneOfFields)
            });

            /**
             * Encodes the specified ToAgent message. Does not implicitly {@link culprit.uplink.ToAgent.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.ToAgent
             * @static
             * @param {culprit.uplink.ToAgent.$Properties} message ToAgent message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            ToAgent.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.welcome != null && $Object.hasOwnProperty.call(message, "welcome"))
                    $root.culprit.uplink.Welcome.encode(message.welcome, writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.ack != null && $Object.hasOwnProperty.call(message, "ack"))
                    $root.culprit.uplink.Ack.encode(message.ack, writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.refusal != null && $Object.hasOwnProperty.call(message, "refusal"))
                    $root.culprit.uplink.Refusal.encode(message.refusal, writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.inventoryWanted != null && $Object.hasOwnProperty.call(message, "inventoryWanted"))
                    $root.culprit.uplink.InventoryWanted.encode(message.inventoryWanted, writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a ToAgent message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.ToAgent
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.ToAgent & culprit.uplink.ToAgent.$Shape} ToAgent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            ToAgent.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.ToAgent();
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
                            message.welcome = $root.culprit.uplink.Welcome.decode(reader, reader.size(), $undefined, _depth + 1, message.welcome);
                            message.body = "welcome";
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            message.ack = $root.culprit.uplink.Ack.decode(reader, reader.size(), $undefined, _depth + 1, message.ack);
                            message.body = "ack";
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            message.refusal = $root.culprit.uplink.Refusal.decode(reader, reader.size(), $undefined, _depth + 1, message.refusal);
                            message.body = "refusal";
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            message.inventoryWanted = $root.culprit.uplink.InventoryWanted.decode(reader, reader.size(), $undefined, _depth + 1, message.inventoryWanted);
                            message.body = "inventoryWanted";
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

            return ToAgent;
        })();

        uplink.AgentHello = (function() {

            /**
             * Properties of an AgentHello.
             * @typedef {Object} culprit.uplink.AgentHello.$Properties
             * @property {number|null} [protocol] AgentHello protocol
             * @property {string|null} [agentVersion] AgentHello agentVersion
             * @property {string|null} [hostName] AgentHello hostName
             * @property {string|null} [platform] AgentHello platform
             * @property {string|null} [userName] AgentHello userName
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an AgentHello.
             * @memberof culprit.uplink
             * @interface IAgentHello
             * @augments culprit.uplink.AgentHello.$Properties
             * @deprecated Use culprit.uplink.AgentHello.$Properties instead.
             */

            /**
             * Shape of an AgentHello.
             * @typedef {culprit.uplink.AgentHello.$Properties} culprit.uplink.AgentHello.$Shape
             */

            /**
             * Constructs a new AgentHello.
             * @memberof culprit.uplink
             * @classdesc Represents an AgentHello.
             * @constructor
             * @param {culprit.uplink.AgentHello.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const AgentHello = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * AgentHello protocol.
             * @member {number} protocol
             * @memberof culprit.uplink.AgentHello
             * @instance
             */
            AgentHello.prototype.protocol = 0;

            /**
             * AgentHello agentVersion.
             * @member {string} agentVersion
             * @memberof culprit.uplink.AgentHello
             * @instance
             */
            AgentHello.prototype.agentVersion = "";

            /**
             * AgentHello hostName.
             * @member {string} hostName
             * @memberof culprit.uplink.AgentHello
             * @instance
             */
            AgentHello.prototype.hostName = "";

            /**
             * AgentHello platform.
             * @member {string} platform
             * @memberof culprit.uplink.AgentHello
             * @instance
             */
            AgentHello.prototype.platform = "";

            /**
             * AgentHello userName.
             * @member {string} userName
             * @memberof culprit.uplink.AgentHello
             * @instance
             */
            AgentHello.prototype.userName = "";

            /**
             * Encodes the specified AgentHello message. Does not implicitly {@link culprit.uplink.AgentHello.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.AgentHello
             * @static
             * @param {culprit.uplink.AgentHello.$Properties} message AgentHello message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            AgentHello.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.protocol != null && $Object.hasOwnProperty.call(message, "protocol") && message.protocol !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.protocol);
                if (message.agentVersion != null && $Object.hasOwnProperty.call(message, "agentVersion") && message.agentVersion !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.agentVersion);
                if (message.hostName != null && $Object.hasOwnProperty.call(message, "hostName") && message.hostName !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.hostName);
                if (message.platform != null && $Object.hasOwnProperty.call(message, "platform") && message.platform !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.platform);
                if (message.userName != null && $Object.hasOwnProperty.call(message, "userName") && message.userName !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.userName);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an AgentHello message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.AgentHello
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.AgentHello & culprit.uplink.AgentHello.$Shape} AgentHello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            AgentHello.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.AgentHello();
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
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.agentVersion = value;
                            else
                                delete message.agentVersion;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.hostName = value;
                            else
                                delete message.hostName;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.platform = value;
                            else
                                delete message.platform;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.userName = value;
                            else
                                delete message.userName;
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

            return AgentHello;
        })();

        uplink.Welcome = (function() {

            /**
             * Properties of a Welcome.
             * @typedef {Object} culprit.uplink.Welcome.$Properties
             * @property {number|null} [sequence] Welcome sequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Welcome.
             * @memberof culprit.uplink
             * @interface IWelcome
             * @augments culprit.uplink.Welcome.$Properties
             * @deprecated Use culprit.uplink.Welcome.$Properties instead.
             */

            /**
             * Shape of a Welcome.
             * @typedef {culprit.uplink.Welcome.$Properties} culprit.uplink.Welcome.$Shape
             */

            /**
             * Constructs a new Welcome.
             * @memberof culprit.uplink
             * @classdesc Represents a Welcome.
             * @constructor
             * @param {culprit.uplink.Welcome.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Welcome = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Welcome sequence.
             * @member {number} sequence
             * @memberof culprit.uplink.Welcome
             * @instance
             */
            Welcome.prototype.sequence = 0;

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link culprit.uplink.Welcome.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Welcome
             * @static
             * @param {culprit.uplink.Welcome.$Properties} message Welcome message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Welcome.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && !$Object.is(message.sequence, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.sequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Welcome
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Welcome & culprit.uplink.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Welcome.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Welcome();
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
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.sequence = value;
                            else
                                delete message.sequence;
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

            return Welcome;
        })();

        uplink.Ack = (function() {

            /**
             * Properties of an Ack.
             * @typedef {Object} culprit.uplink.Ack.$Properties
             * @property {number|null} [sequence] Ack sequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Ack.
             * @memberof culprit.uplink
             * @interface IAck
             * @augments culprit.uplink.Ack.$Properties
             * @deprecated Use culprit.uplink.Ack.$Properties instead.
             */

            /**
             * Shape of an Ack.
             * @typedef {culprit.uplink.Ack.$Properties} culprit.uplink.Ack.$Shape
             */

            /**
             * Constructs a new Ack.
             * @memberof culprit.uplink
             * @classdesc Represents an Ack.
             * @constructor
             * @param {culprit.uplink.Ack.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Ack = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Ack sequence.
             * @member {number} sequence
             * @memberof culprit.uplink.Ack
             * @instance
             */
            Ack.prototype.sequence = 0;

            /**
             * Encodes the specified Ack message. Does not implicitly {@link culprit.uplink.Ack.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Ack
             * @static
             * @param {culprit.uplink.Ack.$Properties} message Ack message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Ack.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && !$Object.is(message.sequence, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.sequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Ack
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Ack & culprit.uplink.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Ack.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Ack();
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
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.sequence = value;
                            else
                                delete message.sequence;
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

            return Ack;
        })();

        uplink.Refusal = (function() {

            /**
             * Properties of a Refusal.
             * @typedef {Object} culprit.uplink.Refusal.$Properties
             * @property {string|null} [code] Refusal code
             * @property {string|null} [message] Refusal message
             * @property {number|null} [sequence] Refusal sequence
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Refusal.
             * @memberof culprit.uplink
             * @interface IRefusal
             * @augments culprit.uplink.Refusal.$Properties
             * @deprecated Use culprit.uplink.Refusal.$Properties instead.
             */

            /**
             * Shape of a Refusal.
             * @typedef {culprit.uplink.Refusal.$Properties} culprit.uplink.Refusal.$Shape
             */

            /**
             * Constructs a new Refusal.
             * @memberof culprit.uplink
             * @classdesc Represents a Refusal.
             * @constructor
             * @param {culprit.uplink.Refusal.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Refusal = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Refusal code.
             * @member {string} code
             * @memberof culprit.uplink.Refusal
             * @instance
             */
            Refusal.prototype.code = "";

            /**
             * Refusal message.
             * @member {string} message
             * @memberof culprit.uplink.Refusal
             * @instance
             */
            Refusal.prototype.message = "";

            /**
             * Refusal sequence.
             * @member {number} sequence
             * @memberof culprit.uplink.Refusal
             * @instance
             */
            Refusal.prototype.sequence = 0;

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link culprit.uplink.Refusal.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Refusal
             * @static
             * @param {culprit.uplink.Refusal.$Properties} message Refusal message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Refusal.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.code != null && $Object.hasOwnProperty.call(message, "code") && message.code !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.code);
                if (message.message != null && $Object.hasOwnProperty.call(message, "message") && message.message !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.message);
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && !$Object.is(message.sequence, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.sequence);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Refusal
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Refusal & culprit.uplink.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Refusal.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Refusal();
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
                            if ((value = reader.stringVerify()).length)
                                message.code = value;
                            else
                                delete message.code;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.message = value;
                            else
                                delete message.message;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.sequence = value;
                            else
                                delete message.sequence;
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

            return Refusal;
        })();

        uplink.Batch = (function() {

            /**
             * Properties of a Batch.
             * @typedef {Object} culprit.uplink.Batch.$Properties
             * @property {number|null} [sequence] Batch sequence
             * @property {Uint8Array|null} [activities] Batch activities
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Batch.
             * @memberof culprit.uplink
             * @interface IBatch
             * @augments culprit.uplink.Batch.$Properties
             * @deprecated Use culprit.uplink.Batch.$Properties instead.
             */

            /**
             * Shape of a Batch.
             * @typedef {culprit.uplink.Batch.$Properties} culprit.uplink.Batch.$Shape
             */

            /**
             * Constructs a new Batch.
             * @memberof culprit.uplink
             * @classdesc Represents a Batch.
             * @constructor
             * @param {culprit.uplink.Batch.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Batch = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Batch sequence.
             * @member {number} sequence
             * @memberof culprit.uplink.Batch
             * @instance
             */
            Batch.prototype.sequence = 0;

            /**
             * Batch activities.
             * @member {Uint8Array} activities
             * @memberof culprit.uplink.Batch
             * @instance
             */
            Batch.prototype.activities = $util.newBuffer([]);

            /**
             * Encodes the specified Batch message. Does not implicitly {@link culprit.uplink.Batch.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Batch
             * @static
             * @param {culprit.uplink.Batch.$Properties} message Batch message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Batch.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.sequence != null && $Object.hasOwnProperty.call(message, "sequence") && !$Object.is(message.sequence, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.sequence);
                if (message.activities != null && $Object.hasOwnProperty.call(message, "activities") && message.activities.length)
                    writer.uint32(/* id 2, wireType 2 =*/18).bytes(message.activities);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Batch message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Batch
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Batch & culprit.uplink.Batch.$Shape} Batch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Batch.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Batch();
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
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.sequence = value;
                            else
                                delete message.sequence;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.bytes()).length)
                                message.activities = value;
                            else
                                delete message.activities;
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

            return Batch;
        })();

        uplink.Inventory = (function() {

            /**
             * Properties of an Inventory.
             * @typedef {Object} culprit.uplink.Inventory.$Properties
             * @property {Array.<culprit.uplink.Environment.$Properties>|null} [environments] Inventory environments
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Inventory.
             * @memberof culprit.uplink
             * @interface IInventory
             * @augments culprit.uplink.Inventory.$Properties
             * @deprecated Use culprit.uplink.Inventory.$Properties instead.
             */

            /**
             * Shape of an Inventory.
             * @typedef {culprit.uplink.Inventory.$Properties} culprit.uplink.Inventory.$Shape
             */

            /**
             * Constructs a new Inventory.
             * @memberof culprit.uplink
             * @classdesc Represents an Inventory.
             * @constructor
             * @param {culprit.uplink.Inventory.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Inventory = function (properties) {
                this.environments = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Inventory environments.
             * @member {Array.<culprit.uplink.Environment.$Properties>} environments
             * @memberof culprit.uplink.Inventory
             * @instance
             */
            Inventory.prototype.environments = $util.emptyArray;

            /**
             * Encodes the specified Inventory message. Does not implicitly {@link culprit.uplink.Inventory.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Inventory
             * @static
             * @param {culprit.uplink.Inventory.$Properties} message Inventory message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Inventory.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.environments != null && message.environments.length)
                    for (let i = 0; i < message.environments.length; ++i)
                        $root.culprit.uplink.Environment.encode(message.environments[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Inventory message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Inventory
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Inventory & culprit.uplink.Inventory.$Shape} Inventory
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Inventory.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Inventory();
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
                            if (!(message.environments && message.environments.length))
                                message.environments = [];
                            message.environments.push($root.culprit.uplink.Environment.decode(reader, reader.size(), $undefined, _depth + 1));
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

            return Inventory;
        })();

        uplink.Environment = (function() {

            /**
             * Properties of an Environment.
             * @typedef {Object} culprit.uplink.Environment.$Properties
             * @property {string|null} [path] Environment path
             * @property {string|null} [kind] Environment kind
             * @property {string|null} [python] Environment python
             * @property {Array.<culprit.uplink.Installed.$Properties>|null} [packages] Environment packages
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Environment.
             * @memberof culprit.uplink
             * @interface IEnvironment
             * @augments culprit.uplink.Environment.$Properties
             * @deprecated Use culprit.uplink.Environment.$Properties instead.
             */

            /**
             * Shape of an Environment.
             * @typedef {culprit.uplink.Environment.$Properties} culprit.uplink.Environment.$Shape
             */

            /**
             * Constructs a new Environment.
             * @memberof culprit.uplink
             * @classdesc Represents an Environment.
             * @constructor
             * @param {culprit.uplink.Environment.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Environment = function (properties) {
                this.packages = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Environment path.
             * @member {string} path
             * @memberof culprit.uplink.Environment
             * @instance
             */
            Environment.prototype.path = "";

            /**
             * Environment kind.
             * @member {string} kind
             * @memberof culprit.uplink.Environment
             * @instance
             */
            Environment.prototype.kind = "";

            /**
             * Environment python.
             * @member {string} python
             * @memberof culprit.uplink.Environment
             * @instance
             */
            Environment.prototype.python = "";

            /**
             * Environment packages.
             * @member {Array.<culprit.uplink.Installed.$Properties>} packages
             * @memberof culprit.uplink.Environment
             * @instance
             */
            Environment.prototype.packages = $util.emptyArray;

            /**
             * Encodes the specified Environment message. Does not implicitly {@link culprit.uplink.Environment.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Environment
             * @static
             * @param {culprit.uplink.Environment.$Properties} message Environment message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Environment.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.path);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.python != null && $Object.hasOwnProperty.call(message, "python") && message.python !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.python);
                if (message.packages != null && message.packages.length)
                    for (let i = 0; i < message.packages.length; ++i)
                        $root.culprit.uplink.Installed.encode(message.packages[i], writer.uint32(/* id 4, wireType 2 =*/34).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Environment message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Environment
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Environment & culprit.uplink.Environment.$Shape} Environment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Environment.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Environment();
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
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.python = value;
                            else
                                delete message.python;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if (!(message.packages && message.packages.length))
                                message.packages = [];
                            message.packages.push($root.culprit.uplink.Installed.decode(reader, reader.size(), $undefined, _depth + 1));
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

            return Environment;
        })();

        uplink.InventoryOffer = (function() {

            /**
             * Properties of an InventoryOffer.
             * @typedef {Object} culprit.uplink.InventoryOffer.$Properties
             * @property {Array.<culprit.uplink.EnvironmentDigest.$Properties>|null} [environments] InventoryOffer environments
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an InventoryOffer.
             * @memberof culprit.uplink
             * @interface IInventoryOffer
             * @augments culprit.uplink.InventoryOffer.$Properties
             * @deprecated Use culprit.uplink.InventoryOffer.$Properties instead.
             */

            /**
             * Shape of an InventoryOffer.
             * @typedef {culprit.uplink.InventoryOffer.$Properties} culprit.uplink.InventoryOffer.$Shape
             */

            /**
             * Constructs a new InventoryOffer.
             * @memberof culprit.uplink
             * @classdesc Represents an InventoryOffer.
             * @constructor
             * @param {culprit.uplink.InventoryOffer.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const InventoryOffer = function (properties) {
                this.environments = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * InventoryOffer environments.
             * @member {Array.<culprit.uplink.EnvironmentDigest.$Properties>} environments
             * @memberof culprit.uplink.InventoryOffer
             * @instance
             */
            InventoryOffer.prototype.environments = $util.emptyArray;

            /**
             * Encodes the specified InventoryOffer message. Does not implicitly {@link culprit.uplink.InventoryOffer.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.InventoryOffer
             * @static
             * @param {culprit.uplink.InventoryOffer.$Properties} message InventoryOffer message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            InventoryOffer.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.environments != null && message.environments.length)
                    for (let i = 0; i < message.environments.length; ++i)
                        $root.culprit.uplink.EnvironmentDigest.encode(message.environments[i], writer.uint32(/* id 1, wireType 2 =*/10).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an InventoryOffer message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.InventoryOffer
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.InventoryOffer & culprit.uplink.InventoryOffer.$Shape} InventoryOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            InventoryOffer.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.InventoryOffer();
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
                            if (!(message.environments && message.environments.length))
                                message.environments = [];
                            message.environments.push($root.culprit.uplink.EnvironmentDigest.decode(reader, reader.size(), $undefined, _depth + 1));
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

            return InventoryOffer;
        })();

        uplink.EnvironmentDigest = (function() {

            /**
             * Properties of an EnvironmentDigest.
             * @typedef {Object} culprit.uplink.EnvironmentDigest.$Properties
             * @property {string|null} [path] EnvironmentDigest path
             * @property {string|null} [kind] EnvironmentDigest kind
             * @property {string|null} [python] EnvironmentDigest python
             * @property {string|null} [digest] EnvironmentDigest digest
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an EnvironmentDigest.
             * @memberof culprit.uplink
             * @interface IEnvironmentDigest
             * @augments culprit.uplink.EnvironmentDigest.$Properties
             * @deprecated Use culprit.uplink.EnvironmentDigest.$Properties instead.
             */

            /**
             * Shape of an EnvironmentDigest.
             * @typedef {culprit.uplink.EnvironmentDigest.$Properties} culprit.uplink.EnvironmentDigest.$Shape
             */

            /**
             * Constructs a new EnvironmentDigest.
             * @memberof culprit.uplink
             * @classdesc Represents an EnvironmentDigest.
             * @constructor
             * @param {culprit.uplink.EnvironmentDigest.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const EnvironmentDigest = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * EnvironmentDigest path.
             * @member {string} path
             * @memberof culprit.uplink.EnvironmentDigest
             * @instance
             */
            EnvironmentDigest.prototype.path = "";

            /**
             * EnvironmentDigest kind.
             * @member {string} kind
             * @memberof culprit.uplink.EnvironmentDigest
             * @instance
             */
            EnvironmentDigest.prototype.kind = "";

            /**
             * EnvironmentDigest python.
             * @member {string} python
             * @memberof culprit.uplink.EnvironmentDigest
             * @instance
             */
            EnvironmentDigest.prototype.python = "";

            /**
             * EnvironmentDigest digest.
             * @member {string} digest
             * @memberof culprit.uplink.EnvironmentDigest
             * @instance
             */
            EnvironmentDigest.prototype.digest = "";

            /**
             * Encodes the specified EnvironmentDigest message. Does not implicitly {@link culprit.uplink.EnvironmentDigest.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.EnvironmentDigest
             * @static
             * @param {culprit.uplink.EnvironmentDigest.$Properties} message EnvironmentDigest message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            EnvironmentDigest.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.path);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.python != null && $Object.hasOwnProperty.call(message, "python") && message.python !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.python);
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.digest);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an EnvironmentDigest message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.EnvironmentDigest
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.EnvironmentDigest & culprit.uplink.EnvironmentDigest.$Shape} EnvironmentDigest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            EnvironmentDigest.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.EnvironmentDigest();
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
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.python = value;
                            else
                                delete message.python;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.digest = value;
                            else
                                delete message.digest;
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

            return EnvironmentDigest;
        })();

        uplink.InventoryWanted = (function() {

            /**
             * Properties of an InventoryWanted.
             * @typedef {Object} culprit.uplink.InventoryWanted.$Properties
             * @property {Array.<string>|null} [paths] InventoryWanted paths
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an InventoryWanted.
             * @memberof culprit.uplink
             * @interface IInventoryWanted
             * @augments culprit.uplink.InventoryWanted.$Properties
             * @deprecated Use culprit.uplink.InventoryWanted.$Properties instead.
             */

            /**
             * Shape of an InventoryWanted.
             * @typedef {culprit.uplink.InventoryWanted.$Properties} culprit.uplink.InventoryWanted.$Shape
             */

            /**
             * Constructs a new InventoryWanted.
             * @memberof culprit.uplink
             * @classdesc Represents an InventoryWanted.
             * @constructor
             * @param {culprit.uplink.InventoryWanted.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const InventoryWanted = function (properties) {
                this.paths = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * InventoryWanted paths.
             * @member {Array.<string>} paths
             * @memberof culprit.uplink.InventoryWanted
             * @instance
             */
            InventoryWanted.prototype.paths = $util.emptyArray;

            /**
             * Encodes the specified InventoryWanted message. Does not implicitly {@link culprit.uplink.InventoryWanted.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.InventoryWanted
             * @static
             * @param {culprit.uplink.InventoryWanted.$Properties} message InventoryWanted message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            InventoryWanted.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.paths != null && message.paths.length)
                    for (let i = 0; i < message.paths.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.paths[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an InventoryWanted message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.InventoryWanted
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.InventoryWanted & culprit.uplink.InventoryWanted.$Shape} InventoryWanted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            InventoryWanted.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.InventoryWanted();
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
                            if (!(message.paths && message.paths.length))
                                message.paths = [];
                            message.paths.push(reader.stringVerify());
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

            return InventoryWanted;
        })();

        uplink.InventoryChange = (function() {

            /**
             * Properties of an InventoryChange.
             * @typedef {Object} culprit.uplink.InventoryChange.$Properties
             * @property {string|null} [path] InventoryChange path
             * @property {string|null} [kind] InventoryChange kind
             * @property {string|null} [python] InventoryChange python
             * @property {string|null} [base] InventoryChange base
             * @property {string|null} [digest] InventoryChange digest
             * @property {Array.<culprit.uplink.Installed.$Properties>|null} [put] InventoryChange put
             * @property {Array.<string>|null} [removed] InventoryChange removed
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an InventoryChange.
             * @memberof culprit.uplink
             * @interface IInventoryChange
             * @augments culprit.uplink.InventoryChange.$Properties
             * @deprecated Use culprit.uplink.InventoryChange.$Properties instead.
             */

            /**
             * Shape of an InventoryChange.
             * @typedef {culprit.uplink.InventoryChange.$Properties} culprit.uplink.InventoryChange.$Shape
             */

            /**
             * Constructs a new InventoryChange.
             * @memberof culprit.uplink
             * @classdesc Represents an InventoryChange.
             * @constructor
             * @param {culprit.uplink.InventoryChange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const InventoryChange = function (properties) {
                this.put = [];
                this.removed = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * InventoryChange path.
             * @member {string} path
             * @memberof culprit.uplink.InventoryChange
             * @instance
             */
            InventoryChange.prototype.path = "";

            /**
             * InventoryChange kind.
             * @member {string} kind
             * @memberof culprit.uplink.InventoryChange
             * @instance
             */
            InventoryChange.prototype.kind = "";

            /**
             * InventoryChange python.
             * @member {string} python
             * @memberof culprit.uplink.InventoryChange
             * @instance
             */
            InventoryChange.prototype.python = "";

            /**
             * InventoryChange base.
             * @member {string} base
             * @memberof culprit.uplink.InventoryChange
             * @instance
             */
            InventoryChange.prototype.base = "";

            /**
             * InventoryChange digest.
             * @member {string} digest
             * @memberof culprit.uplink.InventoryChange
             * @instance
             */
            InventoryChange.prototype.digest = "";

            /**
             * InventoryChange put.
             * @member {Array.<culprit.uplink.Installed.$Properties>} put
             * @memberof culprit.uplink.InventoryChange
             * @instance
             */
            InventoryChange.prototype.put = $util.emptyArray;

            /**
             * InventoryChange removed.
             * @member {Array.<string>} removed
             * @memberof culprit.uplink.InventoryChange
             * @instance
             */
            InventoryChange.prototype.removed = $util.emptyArray;

            /**
             * Encodes the specified InventoryChange message. Does not implicitly {@link culprit.uplink.InventoryChange.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.InventoryChange
             * @static
             * @param {culprit.uplink.InventoryChange.$Properties} message InventoryChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            InventoryChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.path);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.python != null && $Object.hasOwnProperty.call(message, "python") && message.python !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.python);
                if (message.base != null && $Object.hasOwnProperty.call(message, "base") && message.base !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.base);
                if (message.digest != null && $Object.hasOwnProperty.call(message, "digest") && message.digest !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.digest);
                if (message.put != null && message.put.length)
                    for (let i = 0; i < message.put.length; ++i)
                        $root.culprit.uplink.Installed.encode(message.put[i], writer.uint32(/* id 6, wireType 2 =*/50).fork(), _depth + 1).ldelim();
                if (message.removed != null && message.removed.length)
                    for (let i = 0; i < message.removed.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.removed[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an InventoryChange message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.InventoryChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.InventoryChange & culprit.uplink.InventoryChange.$Shape} InventoryChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            InventoryChange.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.InventoryChange();
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
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.python = value;
                            else
                                delete message.python;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.base = value;
                            else
                                delete message.base;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.digest = value;
                            else
                                delete message.digest;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if (!(message.put && message.put.length))
                                message.put = [];
                            message.put.push($root.culprit.uplink.Installed.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.removed && message.removed.length))
                                message.removed = [];
                            message.removed.push(reader.stringVerify());
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

            return InventoryChange;
        })();

        uplink.Installed = (function() {

            /**
             * Properties of an Installed.
             * @typedef {Object} culprit.uplink.Installed.$Properties
             * @property {string|null} [name] Installed name
             * @property {string|null} [version] Installed version
             * @property {string|null} [installer] Installed installer
             * @property {boolean|null} [native] Installed native
             * @property {number|null} [requested] Installed requested
             * @property {string|null} [source] Installed source
             * @property {Array.<string>|null} [topLevel] Installed topLevel
             * @property {Array.<string>|null} [startupFiles] Installed startupFiles
             * @property {number|null} [installedMs] Installed installedMs
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Installed.
             * @memberof culprit.uplink
             * @interface IInstalled
             * @augments culprit.uplink.Installed.$Properties
             * @deprecated Use culprit.uplink.Installed.$Properties instead.
             */

            /**
             * Shape of an Installed.
             * @typedef {culprit.uplink.Installed.$Properties} culprit.uplink.Installed.$Shape
             */

            /**
             * Constructs a new Installed.
             * @memberof culprit.uplink
             * @classdesc Represents an Installed.
             * @constructor
             * @param {culprit.uplink.Installed.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Installed = function (properties) {
                this.topLevel = [];
                this.startupFiles = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Installed name.
             * @member {string} name
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.name = "";

            /**
             * Installed version.
             * @member {string} version
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.version = "";

            /**
             * Installed installer.
             * @member {string} installer
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.installer = "";

            /**
             * Installed native.
             * @member {boolean} native
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.native = false;

            /**
             * Installed requested.
             * @member {number} requested
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.requested = 0;

            /**
             * Installed source.
             * @member {string} source
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.source = "";

            /**
             * Installed topLevel.
             * @member {Array.<string>} topLevel
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.topLevel = $util.emptyArray;

            /**
             * Installed startupFiles.
             * @member {Array.<string>} startupFiles
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.startupFiles = $util.emptyArray;

            /**
             * Installed installedMs.
             * @member {number} installedMs
             * @memberof culprit.uplink.Installed
             * @instance
             */
            Installed.prototype.installedMs = 0;

            /**
             * Encodes the specified Installed message. Does not implicitly {@link culprit.uplink.Installed.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Installed
             * @static
             * @param {culprit.uplink.Installed.$Properties} message Installed message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Installed.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.name);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.version);
                if (message.installer != null && $Object.hasOwnProperty.call(message, "installer") && message.installer !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.installer);
                if (message.native != null && $Object.hasOwnProperty.call(message, "native") && message.native !== false)
                    writer.uint32(/* id 4, wireType 0 =*/32).bool(message.native);
                if (message.requested != null && $Object.hasOwnProperty.call(message, "requested") && message.requested !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.requested);
                if (message.source != null && $Object.hasOwnProperty.call(message, "source") && message.source !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.source);
                if (message.topLevel != null && message.topLevel.length)
                    for (let i = 0; i < message.topLevel.length; ++i)
                        writer.uint32(/* id 7, wireType 2 =*/58).string(message.topLevel[i]);
                if (message.startupFiles != null && message.startupFiles.length)
                    for (let i = 0; i < message.startupFiles.length; ++i)
                        writer.uint32(/* id 8, wireType 2 =*/66).string(message.startupFiles[i]);
                if (message.installedMs != null && $Object.hasOwnProperty.call(message, "installedMs") && !$Object.is(message.installedMs, 0))
                    writer.uint32(/* id 9, wireType 1 =*/73).double(message.installedMs);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Installed message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Installed
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Installed & culprit.uplink.Installed.$Shape} Installed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Installed.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Installed();
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
                            if ((value = reader.stringVerify()).length)
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.version = value;
                            else
                                delete message.version;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.installer = value;
                            else
                                delete message.installer;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.bool())
                                message.native = value;
                            else
                                delete message.native;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.requested = value;
                            else
                                delete message.requested;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.source = value;
                            else
                                delete message.source;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if (!(message.topLevel && message.topLevel.length))
                                message.topLevel = [];
                            message.topLevel.push(reader.stringVerify());
                            continue;
                        }
                    case 8: {
                            if (wireType !== 2)
                                break;
                            if (!(message.startupFiles && message.startupFiles.length))
                                message.startupFiles = [];
                            message.startupFiles.push(reader.stringVerify());
                            continue;
                        }
                    case 9: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.installedMs = value;
                            else
                                delete message.installedMs;
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

            return Installed;
        })();

        uplink.Coverage = (function() {

            /**
             * Properties of a Coverage.
             * @typedef {Object} culprit.uplink.Coverage.$Properties
             * @property {string|null} [policy] Coverage policy
             * @property {Array.<culprit.uplink.CoveredPlace.$Properties>|null} [places] Coverage places
             * @property {Array.<culprit.uplink.BlindProcess.$Properties>|null} [processes] Coverage processes
             * @property {number|null} [coveredProcesses] Coverage coveredProcesses
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Coverage.
             * @memberof culprit.uplink
             * @interface ICoverage
             * @augments culprit.uplink.Coverage.$Properties
             * @deprecated Use culprit.uplink.Coverage.$Properties instead.
             */

            /**
             * Shape of a Coverage.
             * @typedef {culprit.uplink.Coverage.$Properties} culprit.uplink.Coverage.$Shape
             */

            /**
             * Constructs a new Coverage.
             * @memberof culprit.uplink
             * @classdesc Represents a Coverage.
             * @constructor
             * @param {culprit.uplink.Coverage.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Coverage = function (properties) {
                this.places = [];
                this.processes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Coverage policy.
             * @member {string} policy
             * @memberof culprit.uplink.Coverage
             * @instance
             */
            Coverage.prototype.policy = "";

            /**
             * Coverage places.
             * @member {Array.<culprit.uplink.CoveredPlace.$Properties>} places
             * @memberof culprit.uplink.Coverage
             * @instance
             */
            Coverage.prototype.places = $util.emptyArray;

            /**
             * Coverage processes.
             * @member {Array.<culprit.uplink.BlindProcess.$Properties>} processes
             * @memberof culprit.uplink.Coverage
             * @instance
             */
            Coverage.prototype.processes = $util.emptyArray;

            /**
             * Coverage coveredProcesses.
             * @member {number} coveredProcesses
             * @memberof culprit.uplink.Coverage
             * @instance
             */
            Coverage.prototype.coveredProcesses = 0;

            /**
             * Encodes the specified Coverage message. Does not implicitly {@link culprit.uplink.Coverage.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Coverage
             * @static
             * @param {culprit.uplink.Coverage.$Properties} message Coverage message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Coverage.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.policy != null && $Object.hasOwnProperty.call(message, "policy") && message.policy !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.policy);
                if (message.places != null && message.places.length)
                    for (let i = 0; i < message.places.length; ++i)
                        $root.culprit.uplink.CoveredPlace.encode(message.places[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.processes != null && message.processes.length)
                    for (let i = 0; i < message.processes.length; ++i)
                        $root.culprit.uplink.BlindProcess.encode(message.processes[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.coveredProcesses != null && $Object.hasOwnProperty.call(message, "coveredProcesses") && message.coveredProcesses !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.coveredProcesses);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Coverage message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Coverage
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Coverage & culprit.uplink.Coverage.$Shape} Coverage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Coverage.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Coverage();
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
                            if ((value = reader.stringVerify()).length)
                                message.policy = value;
                            else
                                delete message.policy;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.places && message.places.length))
                                message.places = [];
                            message.places.push($root.culprit.uplink.CoveredPlace.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.processes && message.processes.length))
                                message.processes = [];
                            message.processes.push($root.culprit.uplink.BlindProcess.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.coveredProcesses = value;
                            else
                                delete message.coveredProcesses;
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

            return Coverage;
        })();

        uplink.CoveredPlace = (function() {

            /**
             * Properties of a CoveredPlace.
             * @typedef {Object} culprit.uplink.CoveredPlace.$Properties
             * @property {string|null} [path] CoveredPlace path
             * @property {string|null} [kind] CoveredPlace kind
             * @property {string|null} [python] CoveredPlace python
             * @property {string|null} [origin] CoveredPlace origin
             * @property {string|null} [coveredBy] CoveredPlace coveredBy
             * @property {string|null} [reason] CoveredPlace reason
             * @property {string|null} [detail] CoveredPlace detail
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a CoveredPlace.
             * @memberof culprit.uplink
             * @interface ICoveredPlace
             * @augments culprit.uplink.CoveredPlace.$Properties
             * @deprecated Use culprit.uplink.CoveredPlace.$Properties instead.
             */

            /**
             * Shape of a CoveredPlace.
             * @typedef {culprit.uplink.CoveredPlace.$Properties} culprit.uplink.CoveredPlace.$Shape
             */

            /**
             * Constructs a new CoveredPlace.
             * @memberof culprit.uplink
             * @classdesc Represents a CoveredPlace.
             * @constructor
             * @param {culprit.uplink.CoveredPlace.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const CoveredPlace = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * CoveredPlace path.
             * @member {string} path
             * @memberof culprit.uplink.CoveredPlace
             * @instance
             */
            CoveredPlace.prototype.path = "";

            /**
             * CoveredPlace kind.
             * @member {string} kind
             * @memberof culprit.uplink.CoveredPlace
             * @instance
             */
            CoveredPlace.prototype.kind = "";

            /**
             * CoveredPlace python.
             * @member {string} python
             * @memberof culprit.uplink.CoveredPlace
             * @instance
             */
            CoveredPlace.prototype.python = "";

            /**
             * CoveredPlace origin.
             * @member {string} origin
             * @memberof culprit.uplink.CoveredPlace
             * @instance
             */
            CoveredPlace.prototype.origin = "";

            /**
             * CoveredPlace coveredBy.
             * @member {string} coveredBy
             * @memberof culprit.uplink.CoveredPlace
             * @instance
             */
            CoveredPlace.prototype.coveredBy = "";

            /**
             * CoveredPlace reason.
             * @member {string} reason
             * @memberof culprit.uplink.CoveredPlace
             * @instance
             */
            CoveredPlace.prototype.reason = "";

            /**
             * CoveredPlace detail.
             * @member {string} detail
             * @memberof culprit.uplink.CoveredPlace
             * @instance
             */
            CoveredPlace.prototype.detail = "";

            /**
             * Encodes the specified CoveredPlace message. Does not implicitly {@link culprit.uplink.CoveredPlace.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.CoveredPlace
             * @static
             * @param {culprit.uplink.CoveredPlace.$Properties} message CoveredPlace message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            CoveredPlace.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.path != null && $Object.hasOwnProperty.call(message, "path") && message.path !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.path);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.python != null && $Object.hasOwnProperty.call(message, "python") && message.python !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.python);
                if (message.origin != null && $Object.hasOwnProperty.call(message, "origin") && message.origin !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.origin);
                if (message.coveredBy != null && $Object.hasOwnProperty.call(message, "coveredBy") && message.coveredBy !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.coveredBy);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.reason);
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                    writer.uint32(/* id 7, wireType 2 =*/58).string(message.detail);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a CoveredPlace message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.CoveredPlace
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.CoveredPlace & culprit.uplink.CoveredPlace.$Shape} CoveredPlace
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            CoveredPlace.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.CoveredPlace();
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
                            if ((value = reader.stringVerify()).length)
                                message.path = value;
                            else
                                delete message.path;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.python = value;
                            else
                                delete message.python;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.origin = value;
                            else
                                delete message.origin;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.coveredBy = value;
                            else
                                delete message.coveredBy;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.detail = value;
                            else
                                delete message.detail;
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

            return CoveredPlace;
        })();

        uplink.BlindProcess = (function() {

            /**
             * Properties of a BlindProcess.
             * @typedef {Object} culprit.uplink.BlindProcess.$Properties
             * @property {string|null} [executable] BlindProcess executable
             * @property {string|null} [environment] BlindProcess environment
             * @property {string|null} [reason] BlindProcess reason
             * @property {string|null} [detail] BlindProcess detail
             * @property {number|null} [count] BlindProcess count
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a BlindProcess.
             * @memberof culprit.uplink
             * @interface IBlindProcess
             * @augments culprit.uplink.BlindProcess.$Properties
             * @deprecated Use culprit.uplink.BlindProcess.$Properties instead.
             */

            /**
             * Shape of a BlindProcess.
             * @typedef {culprit.uplink.BlindProcess.$Properties} culprit.uplink.BlindProcess.$Shape
             */

            /**
             * Constructs a new BlindProcess.
             * @memberof culprit.uplink
             * @classdesc Represents a BlindProcess.
             * @constructor
             * @param {culprit.uplink.BlindProcess.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const BlindProcess = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * BlindProcess executable.
             * @member {string} executable
             * @memberof culprit.uplink.BlindProcess
             * @instance
             */
            BlindProcess.prototype.executable = "";

            /**
             * BlindProcess environment.
             * @member {string} environment
             * @memberof culprit.uplink.BlindProcess
             * @instance
             */
            BlindProcess.prototype.environment = "";

            /**
             * BlindProcess reason.
             * @member {string} reason
             * @memberof culprit.uplink.BlindProcess
             * @instance
             */
            BlindProcess.prototype.reason = "";

            /**
             * BlindProcess detail.
             * @member {string} detail
             * @memberof culprit.uplink.BlindProcess
             * @instance
             */
            BlindProcess.prototype.detail = "";

            /**
             * BlindProcess count.
             * @member {number} count
             * @memberof culprit.uplink.BlindProcess
             * @instance
             */
            BlindProcess.prototype.count = 0;

            /**
             * Encodes the specified BlindProcess message. Does not implicitly {@link culprit.uplink.BlindProcess.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.BlindProcess
             * @static
             * @param {culprit.uplink.BlindProcess.$Properties} message BlindProcess message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            BlindProcess.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.executable != null && $Object.hasOwnProperty.call(message, "executable") && message.executable !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.executable);
                if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.environment);
                if (message.reason != null && $Object.hasOwnProperty.call(message, "reason") && message.reason !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.reason);
                if (message.detail != null && $Object.hasOwnProperty.call(message, "detail") && message.detail !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.detail);
                if (message.count != null && $Object.hasOwnProperty.call(message, "count") && message.count !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.count);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a BlindProcess message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.BlindProcess
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.BlindProcess & culprit.uplink.BlindProcess.$Shape} BlindProcess
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            BlindProcess.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.BlindProcess();
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
                            if ((value = reader.stringVerify()).length)
                                message.executable = value;
                            else
                                delete message.executable;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.environment = value;
                            else
                                delete message.environment;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.reason = value;
                            else
                                delete message.reason;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.detail = value;
                            else
                                delete message.detail;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.count = value;
                            else
                                delete message.count;
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

            return BlindProcess;
        })();

        uplink.Health = (function() {

            /**
             * Properties of a Health.
             * @typedef {Object} culprit.uplink.Health.$Properties
             * @property {number|null} [spoolBatches] Health spoolBatches
             * @property {number|null} [spoolBytes] Health spoolBytes
             * @property {number|null} [lost] Health lost
             * @property {number|null} [processes] Health processes
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Health.
             * @memberof culprit.uplink
             * @interface IHealth
             * @augments culprit.uplink.Health.$Properties
             * @deprecated Use culprit.uplink.Health.$Properties instead.
             */

            /**
             * Shape of a Health.
             * @typedef {culprit.uplink.Health.$Properties} culprit.uplink.Health.$Shape
             */

            /**
             * Constructs a new Health.
             * @memberof culprit.uplink
             * @classdesc Represents a Health.
             * @constructor
             * @param {culprit.uplink.Health.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Health = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Health spoolBatches.
             * @member {number} spoolBatches
             * @memberof culprit.uplink.Health
             * @instance
             */
            Health.prototype.spoolBatches = 0;

            /**
             * Health spoolBytes.
             * @member {number} spoolBytes
             * @memberof culprit.uplink.Health
             * @instance
             */
            Health.prototype.spoolBytes = 0;

            /**
             * Health lost.
             * @member {number} lost
             * @memberof culprit.uplink.Health
             * @instance
             */
            Health.prototype.lost = 0;

            /**
             * Health processes.
             * @member {number} processes
             * @memberof culprit.uplink.Health
             * @instance
             */
            Health.prototype.processes = 0;

            /**
             * Encodes the specified Health message. Does not implicitly {@link culprit.uplink.Health.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Health
             * @static
             * @param {culprit.uplink.Health.$Properties} message Health message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Health.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.spoolBatches != null && $Object.hasOwnProperty.call(message, "spoolBatches") && !$Object.is(message.spoolBatches, 0))
                    writer.uint32(/* id 1, wireType 1 =*/9).double(message.spoolBatches);
                if (message.spoolBytes != null && $Object.hasOwnProperty.call(message, "spoolBytes") && !$Object.is(message.spoolBytes, 0))
                    writer.uint32(/* id 2, wireType 1 =*/17).double(message.spoolBytes);
                if (message.lost != null && $Object.hasOwnProperty.call(message, "lost") && !$Object.is(message.lost, 0))
                    writer.uint32(/* id 3, wireType 1 =*/25).double(message.lost);
                if (message.processes != null && $Object.hasOwnProperty.call(message, "processes") && message.processes !== 0)
                    writer.uint32(/* id 4, wireType 0 =*/32).uint32(message.processes);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Health message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Health
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Health & culprit.uplink.Health.$Shape} Health
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Health.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Health();
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
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.spoolBatches = value;
                            else
                                delete message.spoolBatches;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.spoolBytes = value;
                            else
                                delete message.spoolBytes;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 1)
                                break;
                            if (!$Object.is(value = reader.double(), 0))
                                message.lost = value;
                            else
                                delete message.lost;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.processes = value;
                            else
                                delete message.processes;
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

            return Health;
        })();

        uplink.Activities = (function() {

            /**
             * Properties of an Activities.
             * @typedef {Object} culprit.uplink.Activities.$Properties
             * @property {Array.<string>|null} [strings] Activities strings
             * @property {Array.<culprit.uplink.Package.$Properties>|null} [packages] Activities packages
             * @property {Array.<culprit.uplink.Process.$Properties>|null} [processes] Activities processes
             * @property {Array.<number>|null} [atMs] Activities atMs
             * @property {Array.<number>|null} [lastMs] Activities lastMs
             * @property {Array.<number>|null} [count] Activities count
             * @property {Array.<number>|null} [operation] Activities operation
             * @property {Array.<number>|null} [target] Activities target
             * @property {Array.<number>|null} [targetClass] Activities targetClass
             * @property {Array.<number>|null} [ip] Activities ip
             * @property {Array.<number>|null} [port] Activities port
             * @property {Array.<number>|null} [via] Activities via
             * @property {Array.<number>|null} [access] Activities access
             * @property {Array.<number>|null} [other] Activities other
             * @property {Array.<number>|null} [process] Activities process
             * @property {Array.<number>|null} [environment] Activities environment
             * @property {Array.<number>|null} ["package"] Activities package
             * @property {Array.<number>|null} [confidence] Activities confidence
             * @property {Array.<number>|null} [chainLength] Activities chainLength
             * @property {Array.<number>|null} [frameLength] Activities frameLength
             * @property {Array.<number>|null} [chain] Activities chain
             * @property {Array.<number>|null} [frameFile] Activities frameFile
             * @property {Array.<number>|null} [frameFunction] Activities frameFunction
             * @property {Array.<number>|null} [frameLine] Activities frameLine
             * @property {Array.<number>|null} [frameFlags] Activities frameFlags
             * @property {Array.<culprit.uplink.PackageChange.$Properties>|null} [changes] Activities changes
             * @property {number|null} [lost] Activities lost
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of an Activities.
             * @memberof culprit.uplink
             * @interface IActivities
             * @augments culprit.uplink.Activities.$Properties
             * @deprecated Use culprit.uplink.Activities.$Properties instead.
             */

            /**
             * Shape of an Activities.
             * @typedef {culprit.uplink.Activities.$Properties} culprit.uplink.Activities.$Shape
             */

            /**
             * Constructs a new Activities.
             * @memberof culprit.uplink
             * @classdesc Represents an Activities.
             * @constructor
             * @param {culprit.uplink.Activities.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Activities = function (properties) {
                this.strings = [];
                this.packages = [];
                this.processes = [];
                this.atMs = [];
                this.lastMs = [];
                this.count = [];
                this.operation = [];
                this.target = [];
                this.targetClass = [];
                this.ip = [];
                this.port = [];
                this.via = [];
                this.access = [];
                this.other = [];
                this.process = [];
                this.environment = [];
                this["package"] = [];
                this.confidence = [];
                this.chainLength = [];
                this.frameLength = [];
                this.chain = [];
                this.frameFile = [];
                this.frameFunction = [];
                this.frameLine = [];
                this.frameFlags = [];
                this.changes = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Activities strings.
             * @member {Array.<string>} strings
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.strings = $util.emptyArray;

            /**
             * Activities packages.
             * @member {Array.<culprit.uplink.Package.$Properties>} packages
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.packages = $util.emptyArray;

            /**
             * Activities processes.
             * @member {Array.<culprit.uplink.Process.$Properties>} processes
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.processes = $util.emptyArray;

            /**
             * Activities atMs.
             * @member {Array.<number>} atMs
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.atMs = $util.emptyArray;

            /**
             * Activities lastMs.
             * @member {Array.<number>} lastMs
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.lastMs = $util.emptyArray;

            /**
             * Activities count.
             * @member {Array.<number>} count
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.count = $util.emptyArray;

            /**
             * Activities operation.
             * @member {Array.<number>} operation
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.operation = $util.emptyArray;

            /**
             * Activities target.
             * @member {Array.<number>} target
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.target = $util.emptyArray;

            /**
             * Activities targetClass.
             * @member {Array.<number>} targetClass
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.targetClass = $util.emptyArray;

            /**
             * Activities ip.
             * @member {Array.<number>} ip
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.ip = $util.emptyArray;

            /**
             * Activities port.
             * @member {Array.<number>} port
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.port = $util.emptyArray;

            /**
             * Activities via.
             * @member {Array.<number>} via
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.via = $util.emptyArray;

            /**
             * Activities access.
             * @member {Array.<number>} access
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.access = $util.emptyArray;

            /**
             * Activities other.
             * @member {Array.<number>} other
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.other = $util.emptyArray;

            /**
             * Activities process.
             * @member {Array.<number>} process
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.process = $util.emptyArray;

            /**
             * Activities environment.
             * @member {Array.<number>} environment
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.environment = $util.emptyArray;

            /**
             * Activities package.
             * @member {Array.<number>} package
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype["package"] = $util.emptyArray;

            /**
             * Activities confidence.
             * @member {Array.<number>} confidence
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.confidence = $util.emptyArray;

            /**
             * Activities chainLength.
             * @member {Array.<number>} chainLength
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.chainLength = $util.emptyArray;

            /**
             * Activities frameLength.
             * @member {Array.<number>} frameLength
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.frameLength = $util.emptyArray;

            /**
             * Activities chain.
             * @member {Array.<number>} chain
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.chain = $util.emptyArray;

            /**
             * Activities frameFile.
             * @member {Array.<number>} frameFile
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.frameFile = $util.emptyArray;

            /**
             * Activities frameFunction.
             * @member {Array.<number>} frameFunction
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.frameFunction = $util.emptyArray;

            /**
             * Activities frameLine.
             * @member {Array.<number>} frameLine
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.frameLine = $util.emptyArray;

            /**
             * Activities frameFlags.
             * @member {Array.<number>} frameFlags
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.frameFlags = $util.emptyArray;

            /**
             * Activities changes.
             * @member {Array.<culprit.uplink.PackageChange.$Properties>} changes
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.changes = $util.emptyArray;

            /**
             * Activities lost.
             * @member {number} lost
             * @memberof culprit.uplink.Activities
             * @instance
             */
            Activities.prototype.lost = 0;

            /**
             * Encodes the specified Activities message. Does not implicitly {@link culprit.uplink.Activities.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Activities
             * @static
             * @param {culprit.uplink.Activities.$Properties} message Activities message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Activities.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.strings != null && message.strings.length)
                    for (let i = 0; i < message.strings.length; ++i)
                        writer.uint32(/* id 1, wireType 2 =*/10).string(message.strings[i]);
                if (message.packages != null && message.packages.length)
                    for (let i = 0; i < message.packages.length; ++i)
                        $root.culprit.uplink.Package.encode(message.packages[i], writer.uint32(/* id 2, wireType 2 =*/18).fork(), _depth + 1).ldelim();
                if (message.processes != null && message.processes.length)
                    for (let i = 0; i < message.processes.length; ++i)
                        $root.culprit.uplink.Process.encode(message.processes[i], writer.uint32(/* id 3, wireType 2 =*/26).fork(), _depth + 1).ldelim();
                if (message.atMs != null && message.atMs.length)
                    writer.uint32(/* id 10, wireType 2 =*/82).doubles(message.atMs);
                if (message.lastMs != null && message.lastMs.length)
                    writer.uint32(/* id 11, wireType 2 =*/90).doubles(message.lastMs);
                if (message.count != null && message.count.length)
                    writer.uint32(/* id 12, wireType 2 =*/98).uint32s(message.count);
                if (message.operation != null && message.operation.length)
                    writer.uint32(/* id 13, wireType 2 =*/106).uint32s(message.operation);
                if (message.target != null && message.target.length)
                    writer.uint32(/* id 14, wireType 2 =*/114).uint32s(message.target);
                if (message.targetClass != null && message.targetClass.length)
                    writer.uint32(/* id 15, wireType 2 =*/122).uint32s(message.targetClass);
                if (message.ip != null && message.ip.length)
                    writer.uint32(/* id 16, wireType 2 =*/130).uint32s(message.ip);
                if (message.port != null && message.port.length)
                    writer.uint32(/* id 17, wireType 2 =*/138).uint32s(message.port);
                if (message.via != null && message.via.length)
                    writer.uint32(/* id 18, wireType 2 =*/146).uint32s(message.via);
                if (message.access != null && message.access.length)
                    writer.uint32(/* id 19, wireType 2 =*/154).uint32s(message.access);
                if (message.other != null && message.other.length)
                    writer.uint32(/* id 20, wireType 2 =*/162).uint32s(message.other);
                if (message.process != null && message.process.length)
                    writer.uint32(/* id 21, wireType 2 =*/170).uint32s(message.process);
                if (message.environment != null && message.environment.length)
                    writer.uint32(/* id 22, wireType 2 =*/178).uint32s(message.environment);
                if (message["package"] != null && message["package"].length)
                    writer.uint32(/* id 23, wireType 2 =*/186).uint32s(message["package"]);
                if (message.confidence != null && message.confidence.length)
                    writer.uint32(/* id 24, wireType 2 =*/194).uint32s(message.confidence);
                if (message.chainLength != null && message.chainLength.length)
                    writer.uint32(/* id 25, wireType 2 =*/202).uint32s(message.chainLength);
                if (message.frameLength != null && message.frameLength.length)
                    writer.uint32(/* id 26, wireType 2 =*/210).uint32s(message.frameLength);
                if (message.chain != null && message.chain.length)
                    writer.uint32(/* id 30, wireType 2 =*/242).uint32s(message.chain);
                if (message.frameFile != null && message.frameFile.length)
                    writer.uint32(/* id 31, wireType 2 =*/250).uint32s(message.frameFile);
                if (message.frameFunction != null && message.frameFunction.length)
                    writer.uint32(/* id 32, wireType 2 =*/258).uint32s(message.frameFunction);
                if (message.frameLine != null && message.frameLine.length)
                    writer.uint32(/* id 33, wireType 2 =*/266).uint32s(message.frameLine);
                if (message.frameFlags != null && message.frameFlags.length)
                    writer.uint32(/* id 34, wireType 2 =*/274).uint32s(message.frameFlags);
                if (message.changes != null && message.changes.length)
                    for (let i = 0; i < message.changes.length; ++i)
                        $root.culprit.uplink.PackageChange.encode(message.changes[i], writer.uint32(/* id 40, wireType 2 =*/322).fork(), _depth + 1).ldelim();
                if (message.lost != null && $Object.hasOwnProperty.call(message, "lost") && message.lost !== 0)
                    writer.uint32(/* id 50, wireType 0 =*/400).uint32(message.lost);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes an Activities message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Activities
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Activities & culprit.uplink.Activities.$Shape} Activities
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Activities.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Activities();
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
                            if (!(message.packages && message.packages.length))
                                message.packages = [];
                            message.packages.push($root.culprit.uplink.Package.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.processes && message.processes.length))
                                message.processes = [];
                            message.processes.push($root.culprit.uplink.Process.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 10: {
                            if (wireType === 2) {
                                if (!(message.atMs && message.atMs.length))
                                    message.atMs = [];
                                reader.doubles(message.atMs);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.atMs && message.atMs.length))
                                message.atMs = [];
                            message.atMs.push(reader.double());
                            continue;
                        }
                    case 11: {
                            if (wireType === 2) {
                                if (!(message.lastMs && message.lastMs.length))
                                    message.lastMs = [];
                                reader.doubles(message.lastMs);
                                continue;
                            }
                            if (wireType !== 1)
                                break;
                            if (!(message.lastMs && message.lastMs.length))
                                message.lastMs = [];
                            message.lastMs.push(reader.double());
                            continue;
                        }
                    case 12: {
                            if (wireType === 2) {
                                if (!(message.count && message.count.length))
                                    message.count = [];
                                reader.uint32s(message.count);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.count && message.count.length))
                                message.count = [];
                            message.count.push(reader.uint32());
                            continue;
                        }
                    case 13: {
                            if (wireType === 2) {
                                if (!(message.operation && message.operation.length))
                                    message.operation = [];
                                reader.uint32s(message.operation);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.operation && message.operation.length))
                                message.operation = [];
                            message.operation.push(reader.uint32());
                            continue;
                        }
                    case 14: {
                            if (wireType === 2) {
                                if (!(message.target && message.target.length))
                                    message.target = [];
                                reader.uint32s(message.target);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.target && message.target.length))
                                message.target = [];
                            message.target.push(reader.uint32());
                            continue;
                        }
                    case 15: {
                            if (wireType === 2) {
                                if (!(message.targetClass && message.targetClass.length))
                                    message.targetClass = [];
                                reader.uint32s(message.targetClass);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.targetClass && message.targetClass.length))
                                message.targetClass = [];
                            message.targetClass.push(reader.uint32());
                            continue;
                        }
                    case 16: {
                            if (wireType === 2) {
                                if (!(message.ip && message.ip.length))
                                    message.ip = [];
                                reader.uint32s(message.ip);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.ip && message.ip.length))
                                message.ip = [];
                            message.ip.push(reader.uint32());
                            continue;
                        }
                    case 17: {
                            if (wireType === 2) {
                                if (!(message.port && message.port.length))
                                    message.port = [];
                                reader.uint32s(message.port);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.port && message.port.length))
                                message.port = [];
                            message.port.push(reader.uint32());
                            continue;
                        }
                    case 18: {
                            if (wireType === 2) {
                                if (!(message.via && message.via.length))
                                    message.via = [];
                                reader.uint32s(message.via);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.via && message.via.length))
                                message.via = [];
                            message.via.push(reader.uint32());
                            continue;
                        }
                    case 19: {
                            if (wireType === 2) {
                                if (!(message.access && message.access.length))
                                    message.access = [];
                                reader.uint32s(message.access);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.access && message.access.length))
                                message.access = [];
                            message.access.push(reader.uint32());
                            continue;
                        }
                    case 20: {
                            if (wireType === 2) {
                                if (!(message.other && message.other.length))
                                    message.other = [];
                                reader.uint32s(message.other);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.other && message.other.length))
                                message.other = [];
                            message.other.push(reader.uint32());
                            continue;
                        }
                    case 21: {
                            if (wireType === 2) {
                                if (!(message.process && message.process.length))
                                    message.process = [];
                                reader.uint32s(message.process);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.process && message.process.length))
                                message.process = [];
                            message.process.push(reader.uint32());
                            continue;
                        }
                    case 22: {
                            if (wireType === 2) {
                                if (!(message.environment && message.environment.length))
                                    message.environment = [];
                                reader.uint32s(message.environment);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.environment && message.environment.length))
                                message.environment = [];
                            message.environment.push(reader.uint32());
                            continue;
                        }
                    case 23: {
                            if (wireType === 2) {
                                if (!(message["package"] && message["package"].length))
                                    message["package"] = [];
                                reader.uint32s(message["package"]);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message["package"] && message["package"].length))
                                message["package"] = [];
                            message["package"].push(reader.uint32());
                            continue;
                        }
                    case 24: {
                            if (wireType === 2) {
                                if (!(message.confidence && message.confidence.length))
                                    message.confidence = [];
                                reader.uint32s(message.confidence);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.confidence && message.confidence.length))
                                message.confidence = [];
                            message.confidence.push(reader.uint32());
                            continue;
                        }
                    case 25: {
                            if (wireType === 2) {
                                if (!(message.chainLength && message.chainLength.length))
                                    message.chainLength = [];
                                reader.uint32s(message.chainLength);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.chainLength && message.chainLength.length))
                                message.chainLength = [];
                            message.chainLength.push(reader.uint32());
                            continue;
                        }
                    case 26: {
                            if (wireType === 2) {
                                if (!(message.frameLength && message.frameLength.length))
                                    message.frameLength = [];
                                reader.uint32s(message.frameLength);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.frameLength && message.frameLength.length))
                                message.frameLength = [];
                            message.frameLength.push(reader.uint32());
                            continue;
                        }
                    case 30: {
                            if (wireType === 2) {
                                if (!(message.chain && message.chain.length))
                                    message.chain = [];
                                reader.uint32s(message.chain);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.chain && message.chain.length))
                                message.chain = [];
                            message.chain.push(reader.uint32());
                            continue;
                        }
                    case 31: {
                            if (wireType === 2) {
                                if (!(message.frameFile && message.frameFile.length))
                                    message.frameFile = [];
                                reader.uint32s(message.frameFile);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.frameFile && message.frameFile.length))
                                message.frameFile = [];
                            message.frameFile.push(reader.uint32());
                            continue;
                        }
                    case 32: {
                            if (wireType === 2) {
                                if (!(message.frameFunction && message.frameFunction.length))
                                    message.frameFunction = [];
                                reader.uint32s(message.frameFunction);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.frameFunction && message.frameFunction.length))
                                message.frameFunction = [];
                            message.frameFunction.push(reader.uint32());
                            continue;
                        }
                    case 33: {
                            if (wireType === 2) {
                                if (!(message.frameLine && message.frameLine.length))
                                    message.frameLine = [];
                                reader.uint32s(message.frameLine);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.frameLine && message.frameLine.length))
                                message.frameLine = [];
                            message.frameLine.push(reader.uint32());
                            continue;
                        }
                    case 34: {
                            if (wireType === 2) {
                                if (!(message.frameFlags && message.frameFlags.length))
                                    message.frameFlags = [];
                                reader.uint32s(message.frameFlags);
                                continue;
                            }
                            if (wireType !== 0)
                                break;
                            if (!(message.frameFlags && message.frameFlags.length))
                                message.frameFlags = [];
                            message.frameFlags.push(reader.uint32());
                            continue;
                        }
                    case 40: {
                            if (wireType !== 2)
                                break;
                            if (!(message.changes && message.changes.length))
                                message.changes = [];
                            message.changes.push($root.culprit.uplink.PackageChange.decode(reader, reader.size(), $undefined, _depth + 1));
                            continue;
                        }
                    case 50: {
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

            return Activities;
        })();

        /**
         * AgentOperation enum.
         * @name culprit.uplink.AgentOperation
         * @enum {number}
         * @property {number} AGENT_OPERATION_UNSPECIFIED=0 AGENT_OPERATION_UNSPECIFIED value
         * @property {number} PACKAGE_CHANGE=100 PACKAGE_CHANGE value
         * @property {number} STARTUP_CHANGE=101 STARTUP_CHANGE value
         * @property {number} INTEGRITY_CHANGE=102 INTEGRITY_CHANGE value
         */
        uplink.AgentOperation = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "AGENT_OPERATION_UNSPECIFIED"] = 0;
            values[valuesById[100] = "PACKAGE_CHANGE"] = 100;
            values[valuesById[101] = "STARTUP_CHANGE"] = 101;
            values[valuesById[102] = "INTEGRITY_CHANGE"] = 102;
            return values;
        })();

        /**
         * Confidence enum.
         * @name culprit.uplink.Confidence
         * @enum {number}
         * @property {number} UNKNOWN=0 UNKNOWN value
         * @property {number} STACK=1 STACK value
         * @property {number} CAUSE=2 CAUSE value
         * @property {number} DESCENT=3 DESCENT value
         * @property {number} NATIVE=4 NATIVE value
         */
        uplink.Confidence = (function() {
            const valuesById = $Object.create(null), values = $Object.create(valuesById);
            values[valuesById[0] = "UNKNOWN"] = 0;
            values[valuesById[1] = "STACK"] = 1;
            values[valuesById[2] = "CAUSE"] = 2;
            values[valuesById[3] = "DESCENT"] = 3;
            values[valuesById[4] = "NATIVE"] = 4;
            return values;
        })();

        uplink.Package = (function() {

            /**
             * Properties of a Package.
             * @typedef {Object} culprit.uplink.Package.$Properties
             * @property {number|null} [name] Package name
             * @property {number|null} [version] Package version
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Package.
             * @memberof culprit.uplink
             * @interface IPackage
             * @augments culprit.uplink.Package.$Properties
             * @deprecated Use culprit.uplink.Package.$Properties instead.
             */

            /**
             * Shape of a Package.
             * @typedef {culprit.uplink.Package.$Properties} culprit.uplink.Package.$Shape
             */

            /**
             * Constructs a new Package.
             * @memberof culprit.uplink
             * @classdesc Represents a Package.
             * @constructor
             * @param {culprit.uplink.Package.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Package = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Package name.
             * @member {number} name
             * @memberof culprit.uplink.Package
             * @instance
             */
            Package.prototype.name = 0;

            /**
             * Package version.
             * @member {number} version
             * @memberof culprit.uplink.Package
             * @instance
             */
            Package.prototype.version = 0;

            /**
             * Encodes the specified Package message. Does not implicitly {@link culprit.uplink.Package.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Package
             * @static
             * @param {culprit.uplink.Package.$Properties} message Package message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Package.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.name != null && $Object.hasOwnProperty.call(message, "name") && message.name !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.name);
                if (message.version != null && $Object.hasOwnProperty.call(message, "version") && message.version !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.version);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Package message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Package
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Package & culprit.uplink.Package.$Shape} Package
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Package.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Package();
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
                                message.name = value;
                            else
                                delete message.name;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.version = value;
                            else
                                delete message.version;
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

            return Package;
        })();

        uplink.Process = (function() {

            /**
             * Properties of a Process.
             * @typedef {Object} culprit.uplink.Process.$Properties
             * @property {string|null} [key] Process key
             * @property {number|null} [pid] Process pid
             * @property {number|null} [parentPid] Process parentPid
             * @property {number|null} [startedMs] Process startedMs
             * @property {number|null} [python] Process python
             * @property {number|null} [executable] Process executable
             * @property {number|null} [application] Process application
             * @property {number|null} [command] Process command
             * @property {number|null} [environment] Process environment
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Process.
             * @memberof culprit.uplink
             * @interface IProcess
             * @augments culprit.uplink.Process.$Properties
             * @deprecated Use culprit.uplink.Process.$Properties instead.
             */

            /**
             * Shape of a Process.
             * @typedef {culprit.uplink.Process.$Properties} culprit.uplink.Process.$Shape
             */

            /**
             * Constructs a new Process.
             * @memberof culprit.uplink
             * @classdesc Represents a Process.
             * @constructor
             * @param {culprit.uplink.Process.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Process = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Process key.
             * @member {string} key
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.key = "";

            /**
             * Process pid.
             * @member {number} pid
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.pid = 0;

            /**
             * Process parentPid.
             * @member {number} parentPid
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.parentPid = 0;

            /**
             * Process startedMs.
             * @member {number} startedMs
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.startedMs = 0;

            /**
             * Process python.
             * @member {number} python
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.python = 0;

            /**
             * Process executable.
             * @member {number} executable
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.executable = 0;

            /**
             * Process application.
             * @member {number} application
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.application = 0;

            /**
             * Process command.
             * @member {number} command
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.command = 0;

            /**
             * Process environment.
             * @member {number} environment
             * @memberof culprit.uplink.Process
             * @instance
             */
            Process.prototype.environment = 0;

            /**
             * Encodes the specified Process message. Does not implicitly {@link culprit.uplink.Process.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Process
             * @static
             * @param {culprit.uplink.Process.$Properties} message Process message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Process.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.key != null && $Object.hasOwnProperty.call(message, "key") && message.key !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.key);
                if (message.pid != null && $Object.hasOwnProperty.call(message, "pid") && message.pid !== 0)
                    writer.uint32(/* id 2, wireType 0 =*/16).uint32(message.pid);
                if (message.parentPid != null && $Object.hasOwnProperty.call(message, "parentPid") && message.parentPid !== 0)
                    writer.uint32(/* id 3, wireType 0 =*/24).uint32(message.parentPid);
                if (message.startedMs != null && $Object.hasOwnProperty.call(message, "startedMs") && !$Object.is(message.startedMs, 0))
                    writer.uint32(/* id 4, wireType 1 =*/33).double(message.startedMs);
                if (message.python != null && $Object.hasOwnProperty.call(message, "python") && message.python !== 0)
                    writer.uint32(/* id 5, wireType 0 =*/40).uint32(message.python);
                if (message.executable != null && $Object.hasOwnProperty.call(message, "executable") && message.executable !== 0)
                    writer.uint32(/* id 6, wireType 0 =*/48).uint32(message.executable);
                if (message.application != null && $Object.hasOwnProperty.call(message, "application") && message.application !== 0)
                    writer.uint32(/* id 7, wireType 0 =*/56).uint32(message.application);
                if (message.command != null && $Object.hasOwnProperty.call(message, "command") && message.command !== 0)
                    writer.uint32(/* id 8, wireType 0 =*/64).uint32(message.command);
                if (message.environment != null && $Object.hasOwnProperty.call(message, "environment") && message.environment !== 0)
                    writer.uint32(/* id 9, wireType 0 =*/72).uint32(message.environment);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Process message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Process
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Process & culprit.uplink.Process.$Shape} Process
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Process.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Process();
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
                            if ((value = reader.stringVerify()).length)
                                message.key = value;
                            else
                                delete message.key;
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
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.python = value;
                            else
                                delete message.python;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.executable = value;
                            else
                                delete message.executable;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.application = value;
                            else
                                delete message.application;
                            continue;
                        }
                    case 8: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.command = value;
                            else
                                delete message.command;
                            continue;
                        }
                    case 9: {
                            if (wireType !== 0)
                                break;
                            if (value = reader.uint32())
                                message.environment = value;
                            else
                                delete message.environment;
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

            return Process;
        })();

        uplink.PackageChange = (function() {

            /**
             * Properties of a PackageChange.
             * @typedef {Object} culprit.uplink.PackageChange.$Properties
             * @property {number|null} [activity] PackageChange activity
             * @property {string|null} [kind] PackageChange kind
             * @property {string|null} [from] PackageChange from
             * @property {string|null} [to] PackageChange to
             * @property {string|null} [installer] PackageChange installer
             * @property {string|null} [effect] PackageChange effect
             * @property {culprit.uplink.Review.$Properties|null} [review] PackageChange review
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a PackageChange.
             * @memberof culprit.uplink
             * @interface IPackageChange
             * @augments culprit.uplink.PackageChange.$Properties
             * @deprecated Use culprit.uplink.PackageChange.$Properties instead.
             */

            /**
             * Shape of a PackageChange.
             * @typedef {culprit.uplink.PackageChange.$Properties} culprit.uplink.PackageChange.$Shape
             */

            /**
             * Constructs a new PackageChange.
             * @memberof culprit.uplink
             * @classdesc Represents a PackageChange.
             * @constructor
             * @param {culprit.uplink.PackageChange.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const PackageChange = function (properties) {
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * PackageChange activity.
             * @member {number} activity
             * @memberof culprit.uplink.PackageChange
             * @instance
             */
            PackageChange.prototype.activity = 0;

            /**
             * PackageChange kind.
             * @member {string} kind
             * @memberof culprit.uplink.PackageChange
             * @instance
             */
            PackageChange.prototype.kind = "";

            /**
             * PackageChange from.
             * @member {string} from
             * @memberof culprit.uplink.PackageChange
             * @instance
             */
            PackageChange.prototype.from = "";

            /**
             * PackageChange to.
             * @member {string} to
             * @memberof culprit.uplink.PackageChange
             * @instance
             */
            PackageChange.prototype.to = "";

            /**
             * PackageChange installer.
             * @member {string} installer
             * @memberof culprit.uplink.PackageChange
             * @instance
             */
            PackageChange.prototype.installer = "";

            /**
             * PackageChange effect.
             * @member {string} effect
             * @memberof culprit.uplink.PackageChange
             * @instance
             */
            PackageChange.prototype.effect = "";

            /**
             * PackageChange review.
             * @member {culprit.uplink.Review.$Properties|null|undefined} review
             * @memberof culprit.uplink.PackageChange
             * @instance
             */
            PackageChange.prototype.review = null;

            /**
             * Encodes the specified PackageChange message. Does not implicitly {@link culprit.uplink.PackageChange.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.PackageChange
             * @static
             * @param {culprit.uplink.PackageChange.$Properties} message PackageChange message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            PackageChange.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.activity != null && $Object.hasOwnProperty.call(message, "activity") && message.activity !== 0)
                    writer.uint32(/* id 1, wireType 0 =*/8).uint32(message.activity);
                if (message.kind != null && $Object.hasOwnProperty.call(message, "kind") && message.kind !== "")
                    writer.uint32(/* id 2, wireType 2 =*/18).string(message.kind);
                if (message.from != null && $Object.hasOwnProperty.call(message, "from") && message.from !== "")
                    writer.uint32(/* id 3, wireType 2 =*/26).string(message.from);
                if (message.to != null && $Object.hasOwnProperty.call(message, "to") && message.to !== "")
                    writer.uint32(/* id 4, wireType 2 =*/34).string(message.to);
                if (message.installer != null && $Object.hasOwnProperty.call(message, "installer") && message.installer !== "")
                    writer.uint32(/* id 5, wireType 2 =*/42).string(message.installer);
                if (message.effect != null && $Object.hasOwnProperty.call(message, "effect") && message.effect !== "")
                    writer.uint32(/* id 6, wireType 2 =*/50).string(message.effect);
                if (message.review != null && $Object.hasOwnProperty.call(message, "review"))
                    $root.culprit.uplink.Review.encode(message.review, writer.uint32(/* id 7, wireType 2 =*/58).fork(), _depth + 1).ldelim();
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a PackageChange message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.PackageChange
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.PackageChange & culprit.uplink.PackageChange.$Shape} PackageChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            PackageChange.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.PackageChange();
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
                                message.activity = value;
                            else
                                delete message.activity;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.kind = value;
                            else
                                delete message.kind;
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.from = value;
                            else
                                delete message.from;
                            continue;
                        }
                    case 4: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.to = value;
                            else
                                delete message.to;
                            continue;
                        }
                    case 5: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.installer = value;
                            else
                                delete message.installer;
                            continue;
                        }
                    case 6: {
                            if (wireType !== 2)
                                break;
                            if ((value = reader.stringVerify()).length)
                                message.effect = value;
                            else
                                delete message.effect;
                            continue;
                        }
                    case 7: {
                            if (wireType !== 2)
                                break;
                            message.review = $root.culprit.uplink.Review.decode(reader, reader.size(), $undefined, _depth + 1, message.review);
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

            return PackageChange;
        })();

        uplink.Review = (function() {

            /**
             * Properties of a Review.
             * @typedef {Object} culprit.uplink.Review.$Properties
             * @property {string|null} [outcome] Review outcome
             * @property {Array.<string>|null} [newKinds] Review newKinds
             * @property {Array.<string>|null} [findings] Review findings
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */

            /**
             * Properties of a Review.
             * @memberof culprit.uplink
             * @interface IReview
             * @augments culprit.uplink.Review.$Properties
             * @deprecated Use culprit.uplink.Review.$Properties instead.
             */

            /**
             * Shape of a Review.
             * @typedef {culprit.uplink.Review.$Properties} culprit.uplink.Review.$Shape
             */

            /**
             * Constructs a new Review.
             * @memberof culprit.uplink
             * @classdesc Represents a Review.
             * @constructor
             * @param {culprit.uplink.Review.$Properties=} [properties] Properties to set
             * @property {Array.<Uint8Array>} [$unknowns] Unknown fields preserved while decoding when enabled
             */
            const Review = function (properties) {
                this.newKinds = [];
                this.findings = [];
                if (properties)
                    for (let keys = $Object.keys(properties), i = 0; i < keys.length; ++i)
                        if (properties[keys[i]] != null && keys[i] !== "__proto__")
                            this[keys[i]] = properties[keys[i]];
            };

            /**
             * Review outcome.
             * @member {string} outcome
             * @memberof culprit.uplink.Review
             * @instance
             */
            Review.prototype.outcome = "";

            /**
             * Review newKinds.
             * @member {Array.<string>} newKinds
             * @memberof culprit.uplink.Review
             * @instance
             */
            Review.prototype.newKinds = $util.emptyArray;

            /**
             * Review findings.
             * @member {Array.<string>} findings
             * @memberof culprit.uplink.Review
             * @instance
             */
            Review.prototype.findings = $util.emptyArray;

            /**
             * Encodes the specified Review message. Does not implicitly {@link culprit.uplink.Review.verify|verify} messages.
             * @function encode
             * @memberof culprit.uplink.Review
             * @static
             * @param {culprit.uplink.Review.$Properties} message Review message or plain object to encode
             * @param {$protobuf.Writer} [writer] Writer to encode to
             * @returns {$protobuf.Writer} Writer
             */
            Review.encode = function (message, writer, _depth) {
                if (!writer)
                    writer = $Writer.create();
                if (_depth === $undefined)
                    _depth = 0;
                if (_depth > $util.recursionLimit)
                    throw $Error("max depth exceeded");
                if (message.outcome != null && $Object.hasOwnProperty.call(message, "outcome") && message.outcome !== "")
                    writer.uint32(/* id 1, wireType 2 =*/10).string(message.outcome);
                if (message.newKinds != null && message.newKinds.length)
                    for (let i = 0; i < message.newKinds.length; ++i)
                        writer.uint32(/* id 2, wireType 2 =*/18).string(message.newKinds[i]);
                if (message.findings != null && message.findings.length)
                    for (let i = 0; i < message.findings.length; ++i)
                        writer.uint32(/* id 3, wireType 2 =*/26).string(message.findings[i]);
                if (message.$unknowns != null && $Object.hasOwnProperty.call(message, "$unknowns"))
                    for (let i = 0; i < message.$unknowns.length; ++i)
                        writer.raw(message.$unknowns[i]);
                return writer;
            };

            /**
             * Decodes a Review message from the specified reader or buffer.
             * @function decode
             * @memberof culprit.uplink.Review
             * @static
             * @param {$protobuf.Reader|Uint8Array} reader Reader or buffer to decode from
             * @param {number} [length] Message length if known beforehand
             * @returns {culprit.uplink.Review & culprit.uplink.Review.$Shape} Review
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            Review.decode = function (reader, length, _end, _depth, _target) {
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
                message = _target || new $root.culprit.uplink.Review();
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
                            if ((value = reader.stringVerify()).length)
                                message.outcome = value;
                            else
                                delete message.outcome;
                            continue;
                        }
                    case 2: {
                            if (wireType !== 2)
                                break;
                            if (!(message.newKinds && message.newKinds.length))
                                message.newKinds = [];
                            message.newKinds.push(reader.stringVerify());
                            continue;
                        }
                    case 3: {
                            if (wireType !== 2)
                                break;
                            if (!(message.findings && message.findings.length))
                                message.findings = [];
                            message.findings.push(reader.stringVerify());
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

            return Review;
        })();

        return uplink;
    })();

    return culprit;
})();

export {
  $root as default
};
