import * as $protobuf from "protobufjs/minimal.js";
import Long = require("long");

/** Namespace culprit. */
export namespace culprit {

    /** Namespace uplink. */
    namespace uplink {

        /**
         * Properties of a ToCollector.
         * @deprecated Use culprit.uplink.ToCollector.$Properties instead.
         */
        interface IToCollector extends culprit.uplink.ToCollector.$Properties {
        }

        /** Represents a ToCollector. */
        class ToCollector {

            /**
             * Constructs a new ToCollector.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.ToCollector.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ToCollector hello. */
            hello?: (culprit.uplink.AgentHello.$Properties|null);

            /** ToCollector batch. */
            batch?: (culprit.uplink.Batch.$Properties|null);

            /** ToCollector inventory. */
            inventory?: (culprit.uplink.Inventory.$Properties|null);

            /** ToCollector health. */
            health?: (culprit.uplink.Health.$Properties|null);

            /** ToCollector coverage. */
            coverage?: (culprit.uplink.Coverage.$Properties|null);

            /** ToCollector inventoryOffer. */
            inventoryOffer?: (culprit.uplink.InventoryOffer.$Properties|null);

            /** ToCollector inventoryChange. */
            inventoryChange?: (culprit.uplink.InventoryChange.$Properties|null);

            /** ToCollector body. */
            body?: ("hello"|"batch"|"inventory"|"health"|"coverage"|"inventoryOffer"|"inventoryChange");

            /**
             * Encodes the specified ToCollector message. Does not implicitly {@link culprit.uplink.ToCollector.verify|verify} messages.
             * @param message ToCollector message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.ToCollector.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ToCollector message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.ToCollector & culprit.uplink.ToCollector.$Shape} ToCollector
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.ToCollector & culprit.uplink.ToCollector.$Shape;
        }

        namespace ToCollector {

            /** Properties of a ToCollector. */
            interface $Properties {

                /** ToCollector hello */
                hello?: (culprit.uplink.AgentHello.$Properties|null);

                /** ToCollector batch */
                batch?: (culprit.uplink.Batch.$Properties|null);

                /** ToCollector inventory */
                inventory?: (culprit.uplink.Inventory.$Properties|null);

                /** ToCollector health */
                health?: (culprit.uplink.Health.$Properties|null);

                /** ToCollector coverage */
                coverage?: (culprit.uplink.Coverage.$Properties|null);

                /** ToCollector inventoryOffer */
                inventoryOffer?: (culprit.uplink.InventoryOffer.$Properties|null);

                /** ToCollector inventoryChange */
                inventoryChange?: (culprit.uplink.InventoryChange.$Properties|null);

                /** ToCollector body */
                body?: ("hello"|"batch"|"inventory"|"health"|"coverage"|"inventoryOffer"|"inventoryChange");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ToCollector. */
            type $Shape = {
              hello?: culprit.uplink.AgentHello.$Shape|null;
              batch?: culprit.uplink.Batch.$Shape|null;
              inventory?: culprit.uplink.Inventory.$Shape|null;
              health?: culprit.uplink.Health.$Shape|null;
              coverage?: culprit.uplink.Coverage.$Shape|null;
              inventoryOffer?: culprit.uplink.InventoryOffer.$Shape|null;
              inventoryChange?: culprit.uplink.InventoryChange.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; hello?: null; batch?: null; inventory?: null; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "hello"; hello: culprit.uplink.AgentHello.$Shape; batch?: null; inventory?: null; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "batch"; hello?: null; batch: culprit.uplink.Batch.$Shape; inventory?: null; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "inventory"; hello?: null; batch?: null; inventory: culprit.uplink.Inventory.$Shape; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "health"; hello?: null; batch?: null; inventory?: null; health: culprit.uplink.Health.$Shape; coverage?: null; inventoryOffer?: null; inventoryChange?: null }|{ body?: "coverage"; hello?: null; batch?: null; inventory?: null; health?: null; coverage: culprit.uplink.Coverage.$Shape; inventoryOffer?: null; inventoryChange?: null }|{ body?: "inventoryOffer"; hello?: null; batch?: null; inventory?: null; health?: null; coverage?: null; inventoryOffer: culprit.uplink.InventoryOffer.$Shape; inventoryChange?: null }|{ body?: "inventoryChange"; hello?: null; batch?: null; inventory?: null; health?: null; coverage?: null; inventoryOffer?: null; inventoryChange: culprit.uplink.InventoryChange.$Shape })
            );
        }

        /**
         * Properties of a ToAgent.
         * @deprecated Use culprit.uplink.ToAgent.$Properties instead.
         */
        interface IToAgent extends culprit.uplink.ToAgent.$Properties {
        }

        /** Represents a ToAgent. */
        class ToAgent {

            /**
             * Constructs a new ToAgent.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.ToAgent.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** ToAgent welcome. */
            welcome?: (culprit.uplink.Welcome.$Properties|null);

            /** ToAgent ack. */
            ack?: (culprit.uplink.Ack.$Properties|null);

            /** ToAgent refusal. */
            refusal?: (culprit.uplink.Refusal.$Properties|null);

            /** ToAgent inventoryWanted. */
            inventoryWanted?: (culprit.uplink.InventoryWanted.$Properties|null);

            /** ToAgent body. */
            body?: ("welcome"|"ack"|"refusal"|"inventoryWanted");

            /**
             * Encodes the specified ToAgent message. Does not implicitly {@link culprit.uplink.ToAgent.verify|verify} messages.
             * @param message ToAgent message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.ToAgent.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a ToAgent message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.ToAgent & culprit.uplink.ToAgent.$Shape} ToAgent
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.ToAgent & culprit.uplink.ToAgent.$Shape;
        }

        namespace ToAgent {

            /** Properties of a ToAgent. */
            interface $Properties {

                /** ToAgent welcome */
                welcome?: (culprit.uplink.Welcome.$Properties|null);

                /** ToAgent ack */
                ack?: (culprit.uplink.Ack.$Properties|null);

                /** ToAgent refusal */
                refusal?: (culprit.uplink.Refusal.$Properties|null);

                /** ToAgent inventoryWanted */
                inventoryWanted?: (culprit.uplink.InventoryWanted.$Properties|null);

                /** ToAgent body */
                body?: ("welcome"|"ack"|"refusal"|"inventoryWanted");

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Narrowed shape of a ToAgent. */
            type $Shape = {
              welcome?: culprit.uplink.Welcome.$Shape|null;
              ack?: culprit.uplink.Ack.$Shape|null;
              refusal?: culprit.uplink.Refusal.$Shape|null;
              inventoryWanted?: culprit.uplink.InventoryWanted.$Shape|null;
              $unknowns?: Uint8Array[];
            } & (
              ({ body?: undefined; welcome?: null; ack?: null; refusal?: null; inventoryWanted?: null }|{ body?: "welcome"; welcome: culprit.uplink.Welcome.$Shape; ack?: null; refusal?: null; inventoryWanted?: null }|{ body?: "ack"; welcome?: null; ack: culprit.uplink.Ack.$Shape; refusal?: null; inventoryWanted?: null }|{ body?: "refusal"; welcome?: null; ack?: null; refusal: culprit.uplink.Refusal.$Shape; inventoryWanted?: null }|{ body?: "inventoryWanted"; welcome?: null; ack?: null; refusal?: null; inventoryWanted: culprit.uplink.InventoryWanted.$Shape })
            );
        }

        /**
         * Properties of an AgentHello.
         * @deprecated Use culprit.uplink.AgentHello.$Properties instead.
         */
        interface IAgentHello extends culprit.uplink.AgentHello.$Properties {
        }

        /** Represents an AgentHello. */
        class AgentHello {

            /**
             * Constructs a new AgentHello.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.AgentHello.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** AgentHello protocol. */
            protocol: number;

            /** AgentHello agentVersion. */
            agentVersion: string;

            /** AgentHello hostName. */
            hostName: string;

            /** AgentHello platform. */
            platform: string;

            /** AgentHello userName. */
            userName: string;

            /**
             * Encodes the specified AgentHello message. Does not implicitly {@link culprit.uplink.AgentHello.verify|verify} messages.
             * @param message AgentHello message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.AgentHello.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an AgentHello message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.AgentHello & culprit.uplink.AgentHello.$Shape} AgentHello
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.AgentHello & culprit.uplink.AgentHello.$Shape;
        }

        namespace AgentHello {

            /** Properties of an AgentHello. */
            interface $Properties {

                /** AgentHello protocol */
                protocol?: (number|null);

                /** AgentHello agentVersion */
                agentVersion?: (string|null);

                /** AgentHello hostName */
                hostName?: (string|null);

                /** AgentHello platform */
                platform?: (string|null);

                /** AgentHello userName */
                userName?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an AgentHello. */
            type $Shape = culprit.uplink.AgentHello.$Properties;
        }

        /**
         * Properties of a Welcome.
         * @deprecated Use culprit.uplink.Welcome.$Properties instead.
         */
        interface IWelcome extends culprit.uplink.Welcome.$Properties {
        }

        /** Represents a Welcome. */
        class Welcome {

            /**
             * Constructs a new Welcome.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Welcome.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Welcome sequence. */
            sequence: number;

            /**
             * Encodes the specified Welcome message. Does not implicitly {@link culprit.uplink.Welcome.verify|verify} messages.
             * @param message Welcome message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Welcome.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Welcome message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Welcome & culprit.uplink.Welcome.$Shape} Welcome
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Welcome & culprit.uplink.Welcome.$Shape;
        }

        namespace Welcome {

            /** Properties of a Welcome. */
            interface $Properties {

                /** Welcome sequence */
                sequence?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Welcome. */
            type $Shape = culprit.uplink.Welcome.$Properties;
        }

        /**
         * Properties of an Ack.
         * @deprecated Use culprit.uplink.Ack.$Properties instead.
         */
        interface IAck extends culprit.uplink.Ack.$Properties {
        }

        /** Represents an Ack. */
        class Ack {

            /**
             * Constructs a new Ack.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Ack.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Ack sequence. */
            sequence: number;

            /**
             * Encodes the specified Ack message. Does not implicitly {@link culprit.uplink.Ack.verify|verify} messages.
             * @param message Ack message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Ack.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Ack message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Ack & culprit.uplink.Ack.$Shape} Ack
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Ack & culprit.uplink.Ack.$Shape;
        }

        namespace Ack {

            /** Properties of an Ack. */
            interface $Properties {

                /** Ack sequence */
                sequence?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Ack. */
            type $Shape = culprit.uplink.Ack.$Properties;
        }

        /**
         * Properties of a Refusal.
         * @deprecated Use culprit.uplink.Refusal.$Properties instead.
         */
        interface IRefusal extends culprit.uplink.Refusal.$Properties {
        }

        /** Represents a Refusal. */
        class Refusal {

            /**
             * Constructs a new Refusal.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Refusal.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Refusal code. */
            code: string;

            /** Refusal message. */
            message: string;

            /** Refusal sequence. */
            sequence: number;

            /**
             * Encodes the specified Refusal message. Does not implicitly {@link culprit.uplink.Refusal.verify|verify} messages.
             * @param message Refusal message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Refusal.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Refusal message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Refusal & culprit.uplink.Refusal.$Shape} Refusal
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Refusal & culprit.uplink.Refusal.$Shape;
        }

        namespace Refusal {

            /** Properties of a Refusal. */
            interface $Properties {

                /** Refusal code */
                code?: (string|null);

                /** Refusal message */
                message?: (string|null);

                /** Refusal sequence */
                sequence?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Refusal. */
            type $Shape = culprit.uplink.Refusal.$Properties;
        }

        /**
         * Properties of a Batch.
         * @deprecated Use culprit.uplink.Batch.$Properties instead.
         */
        interface IBatch extends culprit.uplink.Batch.$Properties {
        }

        /** Represents a Batch. */
        class Batch {

            /**
             * Constructs a new Batch.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Batch.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Batch sequence. */
            sequence: number;

            /** Batch activities. */
            activities: Uint8Array;

            /**
             * Encodes the specified Batch message. Does not implicitly {@link culprit.uplink.Batch.verify|verify} messages.
             * @param message Batch message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Batch.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Batch message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Batch & culprit.uplink.Batch.$Shape} Batch
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Batch & culprit.uplink.Batch.$Shape;
        }

        namespace Batch {

            /** Properties of a Batch. */
            interface $Properties {

                /** Batch sequence */
                sequence?: (number|null);

                /** Batch activities */
                activities?: (Uint8Array|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Batch. */
            type $Shape = culprit.uplink.Batch.$Properties;
        }

        /**
         * Properties of an Inventory.
         * @deprecated Use culprit.uplink.Inventory.$Properties instead.
         */
        interface IInventory extends culprit.uplink.Inventory.$Properties {
        }

        /** Represents an Inventory. */
        class Inventory {

            /**
             * Constructs a new Inventory.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Inventory.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Inventory environments. */
            environments: culprit.uplink.Environment.$Properties[];

            /**
             * Encodes the specified Inventory message. Does not implicitly {@link culprit.uplink.Inventory.verify|verify} messages.
             * @param message Inventory message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Inventory.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Inventory message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Inventory & culprit.uplink.Inventory.$Shape} Inventory
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Inventory & culprit.uplink.Inventory.$Shape;
        }

        namespace Inventory {

            /** Properties of an Inventory. */
            interface $Properties {

                /** Inventory environments */
                environments?: (culprit.uplink.Environment.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Inventory. */
            type $Shape = culprit.uplink.Inventory.$Properties;
        }

        /**
         * Properties of an Environment.
         * @deprecated Use culprit.uplink.Environment.$Properties instead.
         */
        interface IEnvironment extends culprit.uplink.Environment.$Properties {
        }

        /** Represents an Environment. */
        class Environment {

            /**
             * Constructs a new Environment.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Environment.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Environment path. */
            path: string;

            /** Environment kind. */
            kind: string;

            /** Environment python. */
            python: string;

            /** Environment packages. */
            packages: culprit.uplink.Installed.$Properties[];

            /**
             * Encodes the specified Environment message. Does not implicitly {@link culprit.uplink.Environment.verify|verify} messages.
             * @param message Environment message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Environment.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Environment message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Environment & culprit.uplink.Environment.$Shape} Environment
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Environment & culprit.uplink.Environment.$Shape;
        }

        namespace Environment {

            /** Properties of an Environment. */
            interface $Properties {

                /** Environment path */
                path?: (string|null);

                /** Environment kind */
                kind?: (string|null);

                /** Environment python */
                python?: (string|null);

                /** Environment packages */
                packages?: (culprit.uplink.Installed.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Environment. */
            type $Shape = culprit.uplink.Environment.$Properties;
        }

        /**
         * Properties of an InventoryOffer.
         * @deprecated Use culprit.uplink.InventoryOffer.$Properties instead.
         */
        interface IInventoryOffer extends culprit.uplink.InventoryOffer.$Properties {
        }

        /** Represents an InventoryOffer. */
        class InventoryOffer {

            /**
             * Constructs a new InventoryOffer.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.InventoryOffer.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** InventoryOffer environments. */
            environments: culprit.uplink.EnvironmentDigest.$Properties[];

            /**
             * Encodes the specified InventoryOffer message. Does not implicitly {@link culprit.uplink.InventoryOffer.verify|verify} messages.
             * @param message InventoryOffer message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.InventoryOffer.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an InventoryOffer message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.InventoryOffer & culprit.uplink.InventoryOffer.$Shape} InventoryOffer
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.InventoryOffer & culprit.uplink.InventoryOffer.$Shape;
        }

        namespace InventoryOffer {

            /** Properties of an InventoryOffer. */
            interface $Properties {

                /** InventoryOffer environments */
                environments?: (culprit.uplink.EnvironmentDigest.$Properties[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an InventoryOffer. */
            type $Shape = culprit.uplink.InventoryOffer.$Properties;
        }

        /**
         * Properties of an EnvironmentDigest.
         * @deprecated Use culprit.uplink.EnvironmentDigest.$Properties instead.
         */
        interface IEnvironmentDigest extends culprit.uplink.EnvironmentDigest.$Properties {
        }

        /** Represents an EnvironmentDigest. */
        class EnvironmentDigest {

            /**
             * Constructs a new EnvironmentDigest.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.EnvironmentDigest.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** EnvironmentDigest path. */
            path: string;

            /** EnvironmentDigest kind. */
            kind: string;

            /** EnvironmentDigest python. */
            python: string;

            /** EnvironmentDigest digest. */
            digest: string;

            /**
             * Encodes the specified EnvironmentDigest message. Does not implicitly {@link culprit.uplink.EnvironmentDigest.verify|verify} messages.
             * @param message EnvironmentDigest message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.EnvironmentDigest.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an EnvironmentDigest message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.EnvironmentDigest & culprit.uplink.EnvironmentDigest.$Shape} EnvironmentDigest
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.EnvironmentDigest & culprit.uplink.EnvironmentDigest.$Shape;
        }

        namespace EnvironmentDigest {

            /** Properties of an EnvironmentDigest. */
            interface $Properties {

                /** EnvironmentDigest path */
                path?: (string|null);

                /** EnvironmentDigest kind */
                kind?: (string|null);

                /** EnvironmentDigest python */
                python?: (string|null);

                /** EnvironmentDigest digest */
                digest?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an EnvironmentDigest. */
            type $Shape = culprit.uplink.EnvironmentDigest.$Properties;
        }

        /**
         * Properties of an InventoryWanted.
         * @deprecated Use culprit.uplink.InventoryWanted.$Properties instead.
         */
        interface IInventoryWanted extends culprit.uplink.InventoryWanted.$Properties {
        }

        /** Represents an InventoryWanted. */
        class InventoryWanted {

            /**
             * Constructs a new InventoryWanted.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.InventoryWanted.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** InventoryWanted paths. */
            paths: string[];

            /**
             * Encodes the specified InventoryWanted message. Does not implicitly {@link culprit.uplink.InventoryWanted.verify|verify} messages.
             * @param message InventoryWanted message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.InventoryWanted.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an InventoryWanted message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.InventoryWanted & culprit.uplink.InventoryWanted.$Shape} InventoryWanted
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.InventoryWanted & culprit.uplink.InventoryWanted.$Shape;
        }

        namespace InventoryWanted {

            /** Properties of an InventoryWanted. */
            interface $Properties {

                /** InventoryWanted paths */
                paths?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an InventoryWanted. */
            type $Shape = culprit.uplink.InventoryWanted.$Properties;
        }

        /**
         * Properties of an InventoryChange.
         * @deprecated Use culprit.uplink.InventoryChange.$Properties instead.
         */
        interface IInventoryChange extends culprit.uplink.InventoryChange.$Properties {
        }

        /** Represents an InventoryChange. */
        class InventoryChange {

            /**
             * Constructs a new InventoryChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.InventoryChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** InventoryChange path. */
            path: string;

            /** InventoryChange kind. */
            kind: string;

            /** InventoryChange python. */
            python: string;

            /** InventoryChange base. */
            base: string;

            /** InventoryChange digest. */
            digest: string;

            /** InventoryChange put. */
            put: culprit.uplink.Installed.$Properties[];

            /** InventoryChange removed. */
            removed: string[];

            /**
             * Encodes the specified InventoryChange message. Does not implicitly {@link culprit.uplink.InventoryChange.verify|verify} messages.
             * @param message InventoryChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.InventoryChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an InventoryChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.InventoryChange & culprit.uplink.InventoryChange.$Shape} InventoryChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.InventoryChange & culprit.uplink.InventoryChange.$Shape;
        }

        namespace InventoryChange {

            /** Properties of an InventoryChange. */
            interface $Properties {

                /** InventoryChange path */
                path?: (string|null);

                /** InventoryChange kind */
                kind?: (string|null);

                /** InventoryChange python */
                python?: (string|null);

                /** InventoryChange base */
                base?: (string|null);

                /** InventoryChange digest */
                digest?: (string|null);

                /** InventoryChange put */
                put?: (culprit.uplink.Installed.$Properties[]|null);

                /** InventoryChange removed */
                removed?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an InventoryChange. */
            type $Shape = culprit.uplink.InventoryChange.$Properties;
        }

        /**
         * Properties of an Installed.
         * @deprecated Use culprit.uplink.Installed.$Properties instead.
         */
        interface IInstalled extends culprit.uplink.Installed.$Properties {
        }

        /** Represents an Installed. */
        class Installed {

            /**
             * Constructs a new Installed.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Installed.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Installed name. */
            name: string;

            /** Installed version. */
            version: string;

            /** Installed installer. */
            installer: string;

            /** Installed native. */
            native: boolean;

            /** Installed requested. */
            requested: number;

            /** Installed source. */
            source: string;

            /** Installed topLevel. */
            topLevel: string[];

            /** Installed startupFiles. */
            startupFiles: string[];

            /** Installed installedMs. */
            installedMs: number;

            /**
             * Encodes the specified Installed message. Does not implicitly {@link culprit.uplink.Installed.verify|verify} messages.
             * @param message Installed message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Installed.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Installed message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Installed & culprit.uplink.Installed.$Shape} Installed
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Installed & culprit.uplink.Installed.$Shape;
        }

        namespace Installed {

            /** Properties of an Installed. */
            interface $Properties {

                /** Installed name */
                name?: (string|null);

                /** Installed version */
                version?: (string|null);

                /** Installed installer */
                installer?: (string|null);

                /** Installed native */
                native?: (boolean|null);

                /** Installed requested */
                requested?: (number|null);

                /** Installed source */
                source?: (string|null);

                /** Installed topLevel */
                topLevel?: (string[]|null);

                /** Installed startupFiles */
                startupFiles?: (string[]|null);

                /** Installed installedMs */
                installedMs?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Installed. */
            type $Shape = culprit.uplink.Installed.$Properties;
        }

        /**
         * Properties of a Coverage.
         * @deprecated Use culprit.uplink.Coverage.$Properties instead.
         */
        interface ICoverage extends culprit.uplink.Coverage.$Properties {
        }

        /** Represents a Coverage. */
        class Coverage {

            /**
             * Constructs a new Coverage.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Coverage.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Coverage policy. */
            policy: string;

            /** Coverage places. */
            places: culprit.uplink.CoveredPlace.$Properties[];

            /** Coverage processes. */
            processes: culprit.uplink.BlindProcess.$Properties[];

            /** Coverage coveredProcesses. */
            coveredProcesses: number;

            /**
             * Encodes the specified Coverage message. Does not implicitly {@link culprit.uplink.Coverage.verify|verify} messages.
             * @param message Coverage message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Coverage.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Coverage message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Coverage & culprit.uplink.Coverage.$Shape} Coverage
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Coverage & culprit.uplink.Coverage.$Shape;
        }

        namespace Coverage {

            /** Properties of a Coverage. */
            interface $Properties {

                /** Coverage policy */
                policy?: (string|null);

                /** Coverage places */
                places?: (culprit.uplink.CoveredPlace.$Properties[]|null);

                /** Coverage processes */
                processes?: (culprit.uplink.BlindProcess.$Properties[]|null);

                /** Coverage coveredProcesses */
                coveredProcesses?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Coverage. */
            type $Shape = culprit.uplink.Coverage.$Properties;
        }

        /**
         * Properties of a CoveredPlace.
         * @deprecated Use culprit.uplink.CoveredPlace.$Properties instead.
         */
        interface ICoveredPlace extends culprit.uplink.CoveredPlace.$Properties {
        }

        /** Represents a CoveredPlace. */
        class CoveredPlace {

            /**
             * Constructs a new CoveredPlace.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.CoveredPlace.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** CoveredPlace path. */
            path: string;

            /** CoveredPlace kind. */
            kind: string;

            /** CoveredPlace python. */
            python: string;

            /** CoveredPlace origin. */
            origin: string;

            /** CoveredPlace coveredBy. */
            coveredBy: string;

            /** CoveredPlace reason. */
            reason: string;

            /** CoveredPlace detail. */
            detail: string;

            /**
             * Encodes the specified CoveredPlace message. Does not implicitly {@link culprit.uplink.CoveredPlace.verify|verify} messages.
             * @param message CoveredPlace message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.CoveredPlace.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a CoveredPlace message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.CoveredPlace & culprit.uplink.CoveredPlace.$Shape} CoveredPlace
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.CoveredPlace & culprit.uplink.CoveredPlace.$Shape;
        }

        namespace CoveredPlace {

            /** Properties of a CoveredPlace. */
            interface $Properties {

                /** CoveredPlace path */
                path?: (string|null);

                /** CoveredPlace kind */
                kind?: (string|null);

                /** CoveredPlace python */
                python?: (string|null);

                /** CoveredPlace origin */
                origin?: (string|null);

                /** CoveredPlace coveredBy */
                coveredBy?: (string|null);

                /** CoveredPlace reason */
                reason?: (string|null);

                /** CoveredPlace detail */
                detail?: (string|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a CoveredPlace. */
            type $Shape = culprit.uplink.CoveredPlace.$Properties;
        }

        /**
         * Properties of a BlindProcess.
         * @deprecated Use culprit.uplink.BlindProcess.$Properties instead.
         */
        interface IBlindProcess extends culprit.uplink.BlindProcess.$Properties {
        }

        /** Represents a BlindProcess. */
        class BlindProcess {

            /**
             * Constructs a new BlindProcess.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.BlindProcess.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** BlindProcess executable. */
            executable: string;

            /** BlindProcess environment. */
            environment: string;

            /** BlindProcess reason. */
            reason: string;

            /** BlindProcess detail. */
            detail: string;

            /** BlindProcess count. */
            count: number;

            /**
             * Encodes the specified BlindProcess message. Does not implicitly {@link culprit.uplink.BlindProcess.verify|verify} messages.
             * @param message BlindProcess message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.BlindProcess.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a BlindProcess message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.BlindProcess & culprit.uplink.BlindProcess.$Shape} BlindProcess
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.BlindProcess & culprit.uplink.BlindProcess.$Shape;
        }

        namespace BlindProcess {

            /** Properties of a BlindProcess. */
            interface $Properties {

                /** BlindProcess executable */
                executable?: (string|null);

                /** BlindProcess environment */
                environment?: (string|null);

                /** BlindProcess reason */
                reason?: (string|null);

                /** BlindProcess detail */
                detail?: (string|null);

                /** BlindProcess count */
                count?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a BlindProcess. */
            type $Shape = culprit.uplink.BlindProcess.$Properties;
        }

        /**
         * Properties of a Health.
         * @deprecated Use culprit.uplink.Health.$Properties instead.
         */
        interface IHealth extends culprit.uplink.Health.$Properties {
        }

        /** Represents a Health. */
        class Health {

            /**
             * Constructs a new Health.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Health.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Health spoolBatches. */
            spoolBatches: number;

            /** Health spoolBytes. */
            spoolBytes: number;

            /** Health lost. */
            lost: number;

            /** Health processes. */
            processes: number;

            /**
             * Encodes the specified Health message. Does not implicitly {@link culprit.uplink.Health.verify|verify} messages.
             * @param message Health message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Health.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Health message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Health & culprit.uplink.Health.$Shape} Health
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Health & culprit.uplink.Health.$Shape;
        }

        namespace Health {

            /** Properties of a Health. */
            interface $Properties {

                /** Health spoolBatches */
                spoolBatches?: (number|null);

                /** Health spoolBytes */
                spoolBytes?: (number|null);

                /** Health lost */
                lost?: (number|null);

                /** Health processes */
                processes?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Health. */
            type $Shape = culprit.uplink.Health.$Properties;
        }

        /**
         * Properties of an Activities.
         * @deprecated Use culprit.uplink.Activities.$Properties instead.
         */
        interface IActivities extends culprit.uplink.Activities.$Properties {
        }

        /** Represents an Activities. */
        class Activities {

            /**
             * Constructs a new Activities.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Activities.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Activities strings. */
            strings: string[];

            /** Activities packages. */
            packages: culprit.uplink.Package.$Properties[];

            /** Activities processes. */
            processes: culprit.uplink.Process.$Properties[];

            /** Activities atMs. */
            atMs: number[];

            /** Activities lastMs. */
            lastMs: number[];

            /** Activities count. */
            count: number[];

            /** Activities operation. */
            operation: number[];

            /** Activities target. */
            target: number[];

            /** Activities targetClass. */
            targetClass: number[];

            /** Activities ip. */
            ip: number[];

            /** Activities port. */
            port: number[];

            /** Activities via. */
            via: number[];

            /** Activities access. */
            access: number[];

            /** Activities other. */
            other: number[];

            /** Activities process. */
            process: number[];

            /** Activities environment. */
            environment: number[];

            /** Activities package. */
            package: number[];

            /** Activities confidence. */
            confidence: number[];

            /** Activities chainLength. */
            chainLength: number[];

            /** Activities frameLength. */
            frameLength: number[];

            /** Activities chain. */
            chain: number[];

            /** Activities frameFile. */
            frameFile: number[];

            /** Activities frameFunction. */
            frameFunction: number[];

            /** Activities frameLine. */
            frameLine: number[];

            /** Activities frameFlags. */
            frameFlags: number[];

            /** Activities changes. */
            changes: culprit.uplink.PackageChange.$Properties[];

            /** Activities lost. */
            lost: number;

            /**
             * Encodes the specified Activities message. Does not implicitly {@link culprit.uplink.Activities.verify|verify} messages.
             * @param message Activities message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Activities.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes an Activities message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Activities & culprit.uplink.Activities.$Shape} Activities
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Activities & culprit.uplink.Activities.$Shape;
        }

        namespace Activities {

            /** Properties of an Activities. */
            interface $Properties {

                /** Activities strings */
                strings?: (string[]|null);

                /** Activities packages */
                packages?: (culprit.uplink.Package.$Properties[]|null);

                /** Activities processes */
                processes?: (culprit.uplink.Process.$Properties[]|null);

                /** Activities atMs */
                atMs?: (number[]|null);

                /** Activities lastMs */
                lastMs?: (number[]|null);

                /** Activities count */
                count?: (number[]|null);

                /** Activities operation */
                operation?: (number[]|null);

                /** Activities target */
                target?: (number[]|null);

                /** Activities targetClass */
                targetClass?: (number[]|null);

                /** Activities ip */
                ip?: (number[]|null);

                /** Activities port */
                port?: (number[]|null);

                /** Activities via */
                via?: (number[]|null);

                /** Activities access */
                access?: (number[]|null);

                /** Activities other */
                other?: (number[]|null);

                /** Activities process */
                process?: (number[]|null);

                /** Activities environment */
                environment?: (number[]|null);

                /** Activities package */
                "package"?: (number[]|null);

                /** Activities confidence */
                confidence?: (number[]|null);

                /** Activities chainLength */
                chainLength?: (number[]|null);

                /** Activities frameLength */
                frameLength?: (number[]|null);

                /** Activities chain */
                chain?: (number[]|null);

                /** Activities frameFile */
                frameFile?: (number[]|null);

                /** Activities frameFunction */
                frameFunction?: (number[]|null);

                /** Activities frameLine */
                frameLine?: (number[]|null);

                /** Activities frameFlags */
                frameFlags?: (number[]|null);

                /** Activities changes */
                changes?: (culprit.uplink.PackageChange.$Properties[]|null);

                /** Activities lost */
                lost?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of an Activities. */
            type $Shape = culprit.uplink.Activities.$Properties;
        }

        /** AgentOperation enum. */
        enum AgentOperation {

            /** AGENT_OPERATION_UNSPECIFIED value */
            AGENT_OPERATION_UNSPECIFIED = 0,

            /** PACKAGE_CHANGE value */
            PACKAGE_CHANGE = 100,

            /** STARTUP_CHANGE value */
            STARTUP_CHANGE = 101,

            /** INTEGRITY_CHANGE value */
            INTEGRITY_CHANGE = 102
        }

        /** Confidence enum. */
        enum Confidence {

            /** UNKNOWN value */
            UNKNOWN = 0,

            /** STACK value */
            STACK = 1,

            /** CAUSE value */
            CAUSE = 2,

            /** DESCENT value */
            DESCENT = 3,

            /** NATIVE value */
            NATIVE = 4
        }

        /**
         * Properties of a Package.
         * @deprecated Use culprit.uplink.Package.$Properties instead.
         */
        interface IPackage extends culprit.uplink.Package.$Properties {
        }

        /** Represents a Package. */
        class Package {

            /**
             * Constructs a new Package.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Package.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Package name. */
            name: number;

            /** Package version. */
            version: number;

            /**
             * Encodes the specified Package message. Does not implicitly {@link culprit.uplink.Package.verify|verify} messages.
             * @param message Package message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Package.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Package message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Package & culprit.uplink.Package.$Shape} Package
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Package & culprit.uplink.Package.$Shape;
        }

        namespace Package {

            /** Properties of a Package. */
            interface $Properties {

                /** Package name */
                name?: (number|null);

                /** Package version */
                version?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Package. */
            type $Shape = culprit.uplink.Package.$Properties;
        }

        /**
         * Properties of a Process.
         * @deprecated Use culprit.uplink.Process.$Properties instead.
         */
        interface IProcess extends culprit.uplink.Process.$Properties {
        }

        /** Represents a Process. */
        class Process {

            /**
             * Constructs a new Process.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Process.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Process key. */
            key: string;

            /** Process pid. */
            pid: number;

            /** Process parentPid. */
            parentPid: number;

            /** Process startedMs. */
            startedMs: number;

            /** Process python. */
            python: number;

            /** Process executable. */
            executable: number;

            /** Process application. */
            application: number;

            /** Process command. */
            command: number;

            /** Process environment. */
            environment: number;

            /**
             * Encodes the specified Process message. Does not implicitly {@link culprit.uplink.Process.verify|verify} messages.
             * @param message Process message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Process.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Process message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Process & culprit.uplink.Process.$Shape} Process
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Process & culprit.uplink.Process.$Shape;
        }

        namespace Process {

            /** Properties of a Process. */
            interface $Properties {

                /** Process key */
                key?: (string|null);

                /** Process pid */
                pid?: (number|null);

                /** Process parentPid */
                parentPid?: (number|null);

                /** Process startedMs */
                startedMs?: (number|null);

                /** Process python */
                python?: (number|null);

                /** Process executable */
                executable?: (number|null);

                /** Process application */
                application?: (number|null);

                /** Process command */
                command?: (number|null);

                /** Process environment */
                environment?: (number|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Process. */
            type $Shape = culprit.uplink.Process.$Properties;
        }

        /**
         * Properties of a PackageChange.
         * @deprecated Use culprit.uplink.PackageChange.$Properties instead.
         */
        interface IPackageChange extends culprit.uplink.PackageChange.$Properties {
        }

        /** Represents a PackageChange. */
        class PackageChange {

            /**
             * Constructs a new PackageChange.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.PackageChange.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** PackageChange activity. */
            activity: number;

            /** PackageChange kind. */
            kind: string;

            /** PackageChange from. */
            from: string;

            /** PackageChange to. */
            to: string;

            /** PackageChange installer. */
            installer: string;

            /** PackageChange effect. */
            effect: string;

            /** PackageChange review. */
            review?: (culprit.uplink.Review.$Properties|null);

            /**
             * Encodes the specified PackageChange message. Does not implicitly {@link culprit.uplink.PackageChange.verify|verify} messages.
             * @param message PackageChange message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.PackageChange.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a PackageChange message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.PackageChange & culprit.uplink.PackageChange.$Shape} PackageChange
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.PackageChange & culprit.uplink.PackageChange.$Shape;
        }

        namespace PackageChange {

            /** Properties of a PackageChange. */
            interface $Properties {

                /** PackageChange activity */
                activity?: (number|null);

                /** PackageChange kind */
                kind?: (string|null);

                /** PackageChange from */
                from?: (string|null);

                /** PackageChange to */
                to?: (string|null);

                /** PackageChange installer */
                installer?: (string|null);

                /** PackageChange effect */
                effect?: (string|null);

                /** PackageChange review */
                review?: (culprit.uplink.Review.$Properties|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a PackageChange. */
            type $Shape = culprit.uplink.PackageChange.$Properties;
        }

        /**
         * Properties of a Review.
         * @deprecated Use culprit.uplink.Review.$Properties instead.
         */
        interface IReview extends culprit.uplink.Review.$Properties {
        }

        /** Represents a Review. */
        class Review {

            /**
             * Constructs a new Review.
             * @param [properties] Properties to set
             */
            constructor(properties?: culprit.uplink.Review.$Properties);

            /** Unknown fields preserved while decoding when enabled */
            $unknowns?: Uint8Array[];

            /** Review outcome. */
            outcome: string;

            /** Review newKinds. */
            newKinds: string[];

            /** Review findings. */
            findings: string[];

            /**
             * Encodes the specified Review message. Does not implicitly {@link culprit.uplink.Review.verify|verify} messages.
             * @param message Review message or plain object to encode
             * @param [writer] Writer to encode to
             * @returns Writer
             */
            static encode(message: culprit.uplink.Review.$Properties, writer?: $protobuf.Writer): $protobuf.Writer;

            /**
             * Decodes a Review message from the specified reader or buffer.
             * @param reader Reader or buffer to decode from
             * @param [length] Message length if known beforehand
             * @returns {culprit.uplink.Review & culprit.uplink.Review.$Shape} Review
             * @throws {Error} If the payload is not a reader or valid buffer
             * @throws {$protobuf.util.ProtocolError} If required fields are missing
             */
            static decode(reader: ($protobuf.Reader|Uint8Array), length?: number): culprit.uplink.Review & culprit.uplink.Review.$Shape;
        }

        namespace Review {

            /** Properties of a Review. */
            interface $Properties {

                /** Review outcome */
                outcome?: (string|null);

                /** Review newKinds */
                newKinds?: (string[]|null);

                /** Review findings */
                findings?: (string[]|null);

                /** Unknown fields preserved while decoding when enabled */
                $unknowns?: Uint8Array[];
            }

            /** Shape of a Review. */
            type $Shape = culprit.uplink.Review.$Properties;
        }
    }
}
