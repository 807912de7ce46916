/** Types of what components take: the props of their constructs, with Outputs in the leaves. */
import type * as pulumi from '@pulumi/pulumi';
import { type Duration, type Size } from 'cdk8s';
import { type DataPlane } from '../../model/data-plane';
import { type Condition } from '../../security/condition';
import { type WholeMesh } from '../../security/policy-scope';
import { type GatewayServer } from '../../traffic/gateway-server';
import { type HttpMatch } from '../../traffic/http-match';
import { type GatewayProxies } from '../../tree/gateway-proxies';
import { type BoundPort, type IMeshNamespace, type IMeshPeer, type IPortedService } from '../../tree/handles';
import { type MeshPort } from '../../tree/mesh-port';

/**
 * Props in which texts, numbers and lists of them may be Outputs or promises, at any depth.
 *
 * What decides which objects there are stays as it is: switches, choices of a few words, handles of other components, values made by
 * factories, lists of objects, keys of maps. `asString` and the like make what factories take of Outputs.
 *
 * @typeParam Known - props that have to be known as a whole; within them, leaves may be Outputs.
 */
export type Inputs<P, Known extends keyof P = never> = {
  readonly [K in keyof P]: K extends Known ? KnownOf<P[K]> : InputOf<P[K]>;
};

/** A value that may be an Output, or may hold some. */
export type InputOf<T> = T extends boolean | null | undefined
  ? T
  : T extends string
    ? string extends T
      ? pulumi.Input<string>
      : T
    : T extends number
      ? pulumi.Input<number>
      : T extends Opaque
        ? T
        : T extends readonly (infer E)[]
          ? ListOf<E>
          : T extends object
            ? HasMethods<T> extends true
              ? T
              : string extends keyof T
                ? { readonly [key: string]: InputOf<T[string & keyof T]> }
                : Inputs<T>
            : T;

type ListOf<E> = readonly InputOf<E>[] | (IsText<E> extends true ? pulumi.Input<readonly pulumi.Input<E>[]> : never);
/** What is known itself, and may hold Outputs. */
type KnownOf<T> = T extends boolean | string | number | null | undefined | Opaque
  ? T
  : T extends readonly (infer E)[]
    ? readonly InputOf<E>[]
    : T extends object
      ? HasMethods<T> extends true
        ? T
        : { readonly [K in keyof T]: InputOf<T[K]> }
      : T;

/** Handles and values of factories, which constructs know by identity or look into. */
type Opaque =
  | BoundPort
  | Condition
  | DataPlane
  | Duration
  | GatewayProxies
  | GatewayServer
  | HttpMatch
  | IMeshNamespace
  | IMeshPeer
  | IPortedService
  | MeshPort
  | Size
  | WholeMesh
  | pulumi.Resource;

type IsText<T> = [T] extends [string | number] ? (string extends T ? true : number extends T ? true : false) : false;
type HasMethods<T> = true extends {
  [K in keyof T]: T[K] extends (...given: never[]) => unknown ? true : false;
}[keyof T]
  ? true
  : false;
