// Generated from the OpenAPI of Kubernetes 1.36. Do not edit: see the README of imports/.

/** Part of the Kubernetes API. */
export interface AWSElasticBlockStoreVolumeSource {
  readonly fsType?: string | undefined;
  /** @format int32 */
  readonly partition?: number | undefined;
  readonly readOnly?: boolean | undefined;
  /** @default "" */
  readonly volumeID: string;
}

/** Part of the Kubernetes API. */
export interface AdmissionregistrationV1ServiceReference {
  /** @default "" */
  readonly name: string;
  /** @default "" */
  readonly namespace: string;
  readonly path?: string | undefined;
  /** @format int32 */
  readonly port?: number | undefined;
}

/** Part of the Kubernetes API. */
export interface AdmissionregistrationV1WebhookClientConfig {
  /** @format byte */
  readonly caBundle?: string | undefined;
  readonly service?: AdmissionregistrationV1ServiceReference | undefined;
  readonly url?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface Affinity {
  readonly nodeAffinity?: NodeAffinity | undefined;
  readonly podAffinity?: PodAffinity | undefined;
  readonly podAntiAffinity?: PodAntiAffinity | undefined;
}

/** Part of the Kubernetes API. */
export interface AppArmorProfile {
  readonly localhostProfile?: string | undefined;
  /** @default "" */
  readonly type: 'Localhost' | 'RuntimeDefault' | 'Unconfined';
}

/** Part of the Kubernetes API. */
export interface AzureDiskVolumeSource {
  /** @default "ReadWrite" */
  readonly cachingMode?: 'None' | 'ReadOnly' | 'ReadWrite' | undefined;
  /** @default "" */
  readonly diskName: string;
  /** @default "" */
  readonly diskURI: string;
  /** @default "ext4" */
  readonly fsType?: string | undefined;
  /** @default "Shared" */
  readonly kind?: 'Dedicated' | 'Managed' | 'Shared' | undefined;
  /** @default false */
  readonly readOnly?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface AzureFileVolumeSource {
  readonly readOnly?: boolean | undefined;
  /** @default "" */
  readonly secretName: string;
  /** @default "" */
  readonly shareName: string;
}

/** Part of the Kubernetes API. */
export interface CSIVolumeSource {
  /** @default "" */
  readonly driver: string;
  readonly fsType?: string | undefined;
  readonly nodePublishSecretRef?: LocalObjectReference | undefined;
  readonly readOnly?: boolean | undefined;
  readonly volumeAttributes?: { readonly [key: string]: string } | undefined;
}

/** Part of the Kubernetes API. */
export interface Capabilities {
  readonly add?: readonly string[] | undefined;
  readonly drop?: readonly string[] | undefined;
}

/** Part of the Kubernetes API. */
export interface CephFSVolumeSource {
  readonly monitors: readonly string[];
  readonly path?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretFile?: string | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  readonly user?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface CinderVolumeSource {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  /** @default "" */
  readonly volumeID: string;
}

/** Part of the Kubernetes API. */
export interface ClusterTrustBundleProjection {
  readonly labelSelector?: LabelSelector | undefined;
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
  /** @default "" */
  readonly path: string;
  readonly signerName?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface ConfigMapEnvSource {
  /** @default "" */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface ConfigMapKeySelector {
  /** @default "" */
  readonly key: string;
  /** @default "" */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface ConfigMapProjection {
  readonly items?: readonly KeyToPath[] | undefined;
  /** @default "" */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface ConfigMapVolumeSource {
  /** @format int32 */
  readonly defaultMode?: number | undefined;
  readonly items?: readonly KeyToPath[] | undefined;
  /** @default "" */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface Container {
  readonly args?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly env?: readonly EnvVar[] | undefined;
  readonly envFrom?: readonly EnvFromSource[] | undefined;
  readonly image?: string | undefined;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly livenessProbe?: Probe | undefined;
  /** @default "" */
  readonly name: string;
  readonly ports?: readonly ContainerPort[] | undefined;
  readonly readinessProbe?: Probe | undefined;
  readonly resizePolicy?: readonly ContainerResizePolicy[] | undefined;
  readonly resources?: ResourceRequirements | undefined;
  readonly restartPolicy?: string | undefined;
  readonly restartPolicyRules?: readonly ContainerRestartRule[] | undefined;
  readonly securityContext?: SecurityContext | undefined;
  readonly startupProbe?: Probe | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdinOnce?: boolean | undefined;
  readonly terminationMessagePath?: string | undefined;
  readonly terminationMessagePolicy?: 'FallbackToLogsOnError' | 'File' | undefined;
  readonly tty?: boolean | undefined;
  readonly volumeDevices?: readonly VolumeDevice[] | undefined;
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly workingDir?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface ContainerPort {
  /**
   * @format int32
   * @default 0
   */
  readonly containerPort: number;
  readonly hostIP?: string | undefined;
  /** @format int32 */
  readonly hostPort?: number | undefined;
  readonly name?: string | undefined;
  /** @default "TCP" */
  readonly protocol?: 'SCTP' | 'TCP' | 'UDP' | undefined;
}

/** Part of the Kubernetes API. */
export interface ContainerResizePolicy {
  /** @default "" */
  readonly resourceName: string;
  /** @default "" */
  readonly restartPolicy: string;
}

/** Part of the Kubernetes API. */
export interface ContainerRestartRule {
  readonly action: string;
  readonly exitCodes?: ContainerRestartRuleOnExitCodes | undefined;
}

/** Part of the Kubernetes API. */
export interface ContainerRestartRuleOnExitCodes {
  readonly operator: string;
  readonly values?: readonly number[] | undefined;
}

/** Part of the Kubernetes API. */
export interface DownwardAPIProjection {
  readonly items?: readonly DownwardAPIVolumeFile[] | undefined;
}

/** Part of the Kubernetes API. */
export interface DownwardAPIVolumeFile {
  readonly fieldRef?: ObjectFieldSelector | undefined;
  /** @format int32 */
  readonly mode?: number | undefined;
  /** @default "" */
  readonly path: string;
  readonly resourceFieldRef?: ResourceFieldSelector | undefined;
}

/** Part of the Kubernetes API. */
export interface DownwardAPIVolumeSource {
  /** @format int32 */
  readonly defaultMode?: number | undefined;
  readonly items?: readonly DownwardAPIVolumeFile[] | undefined;
}

/** Part of the Kubernetes API. */
export interface EmptyDirVolumeSource {
  readonly medium?: string | undefined;
  readonly sizeLimit?: number | string | undefined;
}

/** Part of the Kubernetes API. */
export interface EnvFromSource {
  readonly configMapRef?: ConfigMapEnvSource | undefined;
  readonly prefix?: string | undefined;
  readonly secretRef?: SecretEnvSource | undefined;
}

/** Part of the Kubernetes API. */
export interface EnvVar {
  /** @default "" */
  readonly name: string;
  readonly value?: string | undefined;
  readonly valueFrom?: EnvVarSource | undefined;
}

/** Part of the Kubernetes API. */
export interface EnvVarSource {
  readonly configMapKeyRef?: ConfigMapKeySelector | undefined;
  readonly fieldRef?: ObjectFieldSelector | undefined;
  readonly fileKeyRef?: FileKeySelector | undefined;
  readonly resourceFieldRef?: ResourceFieldSelector | undefined;
  readonly secretKeyRef?: SecretKeySelector | undefined;
}

/** Part of the Kubernetes API. */
export interface EphemeralContainer {
  readonly args?: readonly string[] | undefined;
  readonly command?: readonly string[] | undefined;
  readonly env?: readonly EnvVar[] | undefined;
  readonly envFrom?: readonly EnvFromSource[] | undefined;
  readonly image?: string | undefined;
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  readonly lifecycle?: Lifecycle | undefined;
  readonly livenessProbe?: Probe | undefined;
  /** @default "" */
  readonly name: string;
  readonly ports?: readonly ContainerPort[] | undefined;
  readonly readinessProbe?: Probe | undefined;
  readonly resizePolicy?: readonly ContainerResizePolicy[] | undefined;
  readonly resources?: ResourceRequirements | undefined;
  readonly restartPolicy?: string | undefined;
  readonly restartPolicyRules?: readonly ContainerRestartRule[] | undefined;
  readonly securityContext?: SecurityContext | undefined;
  readonly startupProbe?: Probe | undefined;
  readonly stdin?: boolean | undefined;
  readonly stdinOnce?: boolean | undefined;
  readonly targetContainerName?: string | undefined;
  readonly terminationMessagePath?: string | undefined;
  readonly terminationMessagePolicy?: 'FallbackToLogsOnError' | 'File' | undefined;
  readonly tty?: boolean | undefined;
  readonly volumeDevices?: readonly VolumeDevice[] | undefined;
  readonly volumeMounts?: readonly VolumeMount[] | undefined;
  readonly workingDir?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface EphemeralVolumeSource {
  readonly volumeClaimTemplate?: PersistentVolumeClaimTemplate | undefined;
}

/** Part of the Kubernetes API. */
export interface ExecAction {
  readonly command?: readonly string[] | undefined;
}

/** Part of the Kubernetes API. */
export interface FCVolumeSource {
  readonly fsType?: string | undefined;
  /** @format int32 */
  readonly lun?: number | undefined;
  readonly readOnly?: boolean | undefined;
  readonly targetWWNs?: readonly string[] | undefined;
  readonly wwids?: readonly string[] | undefined;
}

/** Part of the Kubernetes API. */
export interface FileKeySelector {
  /** @default "" */
  readonly key: string;
  /** @default false */
  readonly optional?: boolean | undefined;
  /** @default "" */
  readonly path: string;
  /** @default "" */
  readonly volumeName: string;
}

/** Part of the Kubernetes API. */
export interface FlexVolumeSource {
  /** @default "" */
  readonly driver: string;
  readonly fsType?: string | undefined;
  readonly options?: { readonly [key: string]: string } | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
}

/** Part of the Kubernetes API. */
export interface FlockerVolumeSource {
  readonly datasetName?: string | undefined;
  readonly datasetUUID?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface GCEPersistentDiskVolumeSource {
  readonly fsType?: string | undefined;
  /** @format int32 */
  readonly partition?: number | undefined;
  /** @default "" */
  readonly pdName: string;
  readonly readOnly?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface GRPCAction {
  /**
   * @format int32
   * @default 0
   */
  readonly port: number;
  /** @default "" */
  readonly service?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface GitRepoVolumeSource {
  readonly directory?: string | undefined;
  /** @default "" */
  readonly repository: string;
  readonly revision?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface GlusterfsVolumeSource {
  /** @default "" */
  readonly endpoints: string;
  /** @default "" */
  readonly path: string;
  readonly readOnly?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface HTTPGetAction {
  readonly host?: string | undefined;
  readonly httpHeaders?: readonly HTTPHeader[] | undefined;
  readonly path?: string | undefined;
  /** @format int-or-string */
  readonly port: number | string;
  readonly scheme?: 'HTTP' | 'HTTPS' | undefined;
}

/** Part of the Kubernetes API. */
export interface HTTPHeader {
  /** @default "" */
  readonly name: string;
  /** @default "" */
  readonly value: string;
}

/** Part of the Kubernetes API. */
export interface HostAlias {
  readonly hostnames?: readonly string[] | undefined;
  /** @default "" */
  readonly ip: string;
}

/** Part of the Kubernetes API. */
export interface HostPathVolumeSource {
  /** @default "" */
  readonly path: string;
  readonly type?: '' | 'BlockDevice' | 'CharDevice' | 'Directory' | 'DirectoryOrCreate' | 'File' | 'FileOrCreate' | 'Socket' | undefined;
}

/** Part of the Kubernetes API. */
export interface ISCSIVolumeSource {
  readonly chapAuthDiscovery?: boolean | undefined;
  readonly chapAuthSession?: boolean | undefined;
  readonly fsType?: string | undefined;
  readonly initiatorName?: string | undefined;
  /** @default "" */
  readonly iqn: string;
  /** @default "default" */
  readonly iscsiInterface?: string | undefined;
  /**
   * @format int32
   * @default 0
   */
  readonly lun: number;
  readonly portals?: readonly string[] | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  /** @default "" */
  readonly targetPortal: string;
}

/** Part of the Kubernetes API. */
export interface ImageVolumeSource {
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  readonly reference?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface JobSpec {
  /** @format int64 */
  readonly activeDeadlineSeconds?: number | undefined;
  /** @format int32 */
  readonly backoffLimit?: number | undefined;
  /** @format int32 */
  readonly backoffLimitPerIndex?: number | undefined;
  readonly completionMode?: 'Indexed' | 'NonIndexed' | undefined;
  /** @format int32 */
  readonly completions?: number | undefined;
  readonly managedBy?: string | undefined;
  readonly manualSelector?: boolean | undefined;
  /** @format int32 */
  readonly maxFailedIndexes?: number | undefined;
  /** @format int32 */
  readonly parallelism?: number | undefined;
  readonly podFailurePolicy?: PodFailurePolicy | undefined;
  readonly podReplacementPolicy?: 'Failed' | 'TerminatingOrFailed' | undefined;
  readonly selector?: LabelSelector | undefined;
  readonly successPolicy?: SuccessPolicy | undefined;
  readonly suspend?: boolean | undefined;
  readonly template: PodTemplateSpec;
  /** @format int32 */
  readonly ttlSecondsAfterFinished?: number | undefined;
}

/** Part of the Kubernetes API. */
export interface KeyToPath {
  /** @default "" */
  readonly key: string;
  /** @format int32 */
  readonly mode?: number | undefined;
  /** @default "" */
  readonly path: string;
}

/** Part of the Kubernetes API. */
export interface LabelSelector {
  readonly matchExpressions?: readonly LabelSelectorRequirement[] | undefined;
  readonly matchLabels?: { readonly [key: string]: string } | undefined;
}

/** Part of the Kubernetes API. */
export interface LabelSelectorRequirement {
  /** @default "" */
  readonly key: string;
  /** @default "" */
  readonly operator: string;
  readonly values?: readonly string[] | undefined;
}

/** Part of the Kubernetes API. */
export interface Lifecycle {
  readonly postStart?: LifecycleHandler | undefined;
  readonly preStop?: LifecycleHandler | undefined;
  readonly stopSignal?: 'SIGABRT' | 'SIGALRM' | 'SIGBUS' | 'SIGCHLD' | 'SIGCLD' | 'SIGCONT' | 'SIGFPE' | 'SIGHUP' | 'SIGILL' | 'SIGINT' | 'SIGIO' | 'SIGIOT' | 'SIGKILL' | 'SIGPIPE' | 'SIGPOLL' | 'SIGPROF' | 'SIGPWR' | 'SIGQUIT' | 'SIGRTMAX' | 'SIGRTMAX-1' | 'SIGRTMAX-10' | 'SIGRTMAX-11' | 'SIGRTMAX-12' | 'SIGRTMAX-13' | 'SIGRTMAX-14' | 'SIGRTMAX-2' | 'SIGRTMAX-3' | 'SIGRTMAX-4' | 'SIGRTMAX-5' | 'SIGRTMAX-6' | 'SIGRTMAX-7' | 'SIGRTMAX-8' | 'SIGRTMAX-9' | 'SIGRTMIN' | 'SIGRTMIN+1' | 'SIGRTMIN+10' | 'SIGRTMIN+11' | 'SIGRTMIN+12' | 'SIGRTMIN+13' | 'SIGRTMIN+14' | 'SIGRTMIN+15' | 'SIGRTMIN+2' | 'SIGRTMIN+3' | 'SIGRTMIN+4' | 'SIGRTMIN+5' | 'SIGRTMIN+6' | 'SIGRTMIN+7' | 'SIGRTMIN+8' | 'SIGRTMIN+9' | 'SIGSEGV' | 'SIGSTKFLT' | 'SIGSTOP' | 'SIGSYS' | 'SIGTERM' | 'SIGTRAP' | 'SIGTSTP' | 'SIGTTIN' | 'SIGTTOU' | 'SIGURG' | 'SIGUSR1' | 'SIGUSR2' | 'SIGVTALRM' | 'SIGWINCH' | 'SIGXCPU' | 'SIGXFSZ' | undefined;
}

/** Part of the Kubernetes API. */
export interface LifecycleHandler {
  readonly exec?: ExecAction | undefined;
  readonly httpGet?: HTTPGetAction | undefined;
  readonly sleep?: SleepAction | undefined;
  readonly tcpSocket?: TCPSocketAction | undefined;
}

/** Part of the Kubernetes API. */
export interface LocalObjectReference {
  /** @default "" */
  readonly name?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface ManagedFieldsEntry {
  readonly apiVersion?: string | undefined;
  readonly fieldsType?: string | undefined;
  readonly fieldsV1?: { readonly [key: string]: unknown } | undefined;
  readonly manager?: string | undefined;
  readonly operation?: string | undefined;
  readonly subresource?: string | undefined;
  /** @format date-time */
  readonly time?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface MatchCondition {
  /** @default "" */
  readonly expression: string;
  /** @default "" */
  readonly name: string;
}

/** Part of the Kubernetes API. */
export interface NFSVolumeSource {
  /** @default "" */
  readonly path: string;
  readonly readOnly?: boolean | undefined;
  /** @default "" */
  readonly server: string;
}

/** Part of the Kubernetes API. */
export interface NodeAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly PreferredSchedulingTerm[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: NodeSelector | undefined;
}

/** Part of the Kubernetes API. */
export interface NodeSelector {
  readonly nodeSelectorTerms: readonly NodeSelectorTerm[];
}

/** Part of the Kubernetes API. */
export interface NodeSelectorRequirement {
  /** @default "" */
  readonly key: string;
  /** @default "" */
  readonly operator: 'DoesNotExist' | 'Exists' | 'Gt' | 'In' | 'Lt' | 'NotIn';
  readonly values?: readonly string[] | undefined;
}

/** Part of the Kubernetes API. */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[] | undefined;
  readonly matchFields?: readonly NodeSelectorRequirement[] | undefined;
}

/** Part of the Kubernetes API. */
export interface ObjectFieldSelector {
  readonly apiVersion?: string | undefined;
  /** @default "" */
  readonly fieldPath: string;
}

/** Part of the Kubernetes API. */
export interface ObjectMeta {
  readonly annotations?: { readonly [key: string]: string } | undefined;
  /** @format date-time */
  readonly creationTimestamp?: string | undefined;
  /** @format int64 */
  readonly deletionGracePeriodSeconds?: number | undefined;
  /** @format date-time */
  readonly deletionTimestamp?: string | undefined;
  readonly finalizers?: readonly string[] | undefined;
  readonly generateName?: string | undefined;
  /** @format int64 */
  readonly generation?: number | undefined;
  readonly labels?: { readonly [key: string]: string } | undefined;
  readonly managedFields?: readonly ManagedFieldsEntry[] | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly ownerReferences?: readonly OwnerReference[] | undefined;
  readonly resourceVersion?: string | undefined;
  readonly selfLink?: string | undefined;
  readonly uid?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface OwnerReference {
  /** @default "" */
  readonly apiVersion: string;
  readonly blockOwnerDeletion?: boolean | undefined;
  readonly controller?: boolean | undefined;
  /** @default "" */
  readonly kind: string;
  /** @default "" */
  readonly name: string;
  /** @default "" */
  readonly uid: string;
}

/** Part of the Kubernetes API. */
export interface PersistentVolumeClaimSpec {
  readonly accessModes?: readonly ('ReadOnlyMany' | 'ReadWriteMany' | 'ReadWriteOnce' | 'ReadWriteOncePod')[] | undefined;
  readonly dataSource?: TypedLocalObjectReference | undefined;
  readonly dataSourceRef?: TypedObjectReference | undefined;
  readonly resources?: VolumeResourceRequirements | undefined;
  readonly selector?: LabelSelector | undefined;
  readonly storageClassName?: string | undefined;
  readonly volumeAttributesClassName?: string | undefined;
  readonly volumeMode?: 'Block' | 'Filesystem' | undefined;
  readonly volumeName?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface PersistentVolumeClaimTemplate {
  readonly metadata?: ObjectMeta | undefined;
  readonly spec: PersistentVolumeClaimSpec;
}

/** Part of the Kubernetes API. */
export interface PersistentVolumeClaimVolumeSource {
  /** @default "" */
  readonly claimName: string;
  readonly readOnly?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface PhotonPersistentDiskVolumeSource {
  readonly fsType?: string | undefined;
  /** @default "" */
  readonly pdID: string;
}

/** Part of the Kubernetes API. */
export interface PodAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[] | undefined;
}

/** Part of the Kubernetes API. */
export interface PodAffinityTerm {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  readonly mismatchLabelKeys?: readonly string[] | undefined;
  readonly namespaceSelector?: LabelSelector | undefined;
  readonly namespaces?: readonly string[] | undefined;
  /** @default "" */
  readonly topologyKey: string;
}

/** Part of the Kubernetes API. */
export interface PodAntiAffinity {
  readonly preferredDuringSchedulingIgnoredDuringExecution?: readonly WeightedPodAffinityTerm[] | undefined;
  readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly PodAffinityTerm[] | undefined;
}

/** Part of the Kubernetes API. */
export interface PodCertificateProjection {
  readonly certificateChainPath?: string | undefined;
  readonly credentialBundlePath?: string | undefined;
  readonly keyPath?: string | undefined;
  readonly keyType: string;
  /** @format int32 */
  readonly maxExpirationSeconds?: number | undefined;
  readonly signerName: string;
  readonly userAnnotations?: { readonly [key: string]: string } | undefined;
}

/** Part of the Kubernetes API. */
export interface PodDNSConfig {
  readonly nameservers?: readonly string[] | undefined;
  readonly options?: readonly PodDNSConfigOption[] | undefined;
  readonly searches?: readonly string[] | undefined;
}

/** Part of the Kubernetes API. */
export interface PodDNSConfigOption {
  readonly name?: string | undefined;
  readonly value?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface PodFailurePolicy {
  readonly rules: readonly PodFailurePolicyRule[];
}

/** Part of the Kubernetes API. */
export interface PodFailurePolicyOnExitCodesRequirement {
  readonly containerName?: string | undefined;
  /** @default "" */
  readonly operator: 'In' | 'NotIn';
  readonly values: readonly number[];
}

/** Part of the Kubernetes API. */
export interface PodFailurePolicyOnPodConditionsPattern {
  /** @default "" */
  readonly status?: string | undefined;
  /** @default "" */
  readonly type: string;
}

/** Part of the Kubernetes API. */
export interface PodFailurePolicyRule {
  /** @default "" */
  readonly action: 'Count' | 'FailIndex' | 'FailJob' | 'Ignore';
  readonly onExitCodes?: PodFailurePolicyOnExitCodesRequirement | undefined;
  readonly onPodConditions?: readonly PodFailurePolicyOnPodConditionsPattern[] | undefined;
}

/** Part of the Kubernetes API. */
export interface PodOS {
  /** @default "" */
  readonly name: string;
}

/** Part of the Kubernetes API. */
export interface PodReadinessGate {
  /** @default "" */
  readonly conditionType: string;
}

/** Part of the Kubernetes API. */
export interface PodResourceClaim {
  /** @default "" */
  readonly name: string;
  readonly resourceClaimName?: string | undefined;
  readonly resourceClaimTemplateName?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface PodSchedulingGate {
  /** @default "" */
  readonly name: string;
}

/** Part of the Kubernetes API. */
export interface PodSchedulingGroup {
  readonly podGroupName?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface PodSecurityContext {
  readonly appArmorProfile?: AppArmorProfile | undefined;
  /** @format int64 */
  readonly fsGroup?: number | undefined;
  readonly fsGroupChangePolicy?: 'Always' | 'OnRootMismatch' | undefined;
  /** @format int64 */
  readonly runAsGroup?: number | undefined;
  readonly runAsNonRoot?: boolean | undefined;
  /** @format int64 */
  readonly runAsUser?: number | undefined;
  readonly seLinuxChangePolicy?: string | undefined;
  readonly seLinuxOptions?: SELinuxOptions | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly supplementalGroups?: readonly number[] | undefined;
  readonly supplementalGroupsPolicy?: 'Merge' | 'Strict' | undefined;
  readonly sysctls?: readonly Sysctl[] | undefined;
  readonly windowsOptions?: WindowsSecurityContextOptions | undefined;
}

/** Part of the Kubernetes API. */
export interface PodSpec {
  /** @format int64 */
  readonly activeDeadlineSeconds?: number | undefined;
  readonly affinity?: Affinity | undefined;
  readonly automountServiceAccountToken?: boolean | undefined;
  readonly containers: readonly Container[];
  readonly dnsConfig?: PodDNSConfig | undefined;
  readonly dnsPolicy?: 'ClusterFirst' | 'ClusterFirstWithHostNet' | 'Default' | 'None' | undefined;
  readonly enableServiceLinks?: boolean | undefined;
  readonly ephemeralContainers?: readonly EphemeralContainer[] | undefined;
  readonly hostAliases?: readonly HostAlias[] | undefined;
  readonly hostIPC?: boolean | undefined;
  readonly hostNetwork?: boolean | undefined;
  readonly hostPID?: boolean | undefined;
  readonly hostUsers?: boolean | undefined;
  readonly hostname?: string | undefined;
  readonly hostnameOverride?: string | undefined;
  readonly imagePullSecrets?: readonly LocalObjectReference[] | undefined;
  readonly initContainers?: readonly Container[] | undefined;
  readonly nodeName?: string | undefined;
  readonly nodeSelector?: { readonly [key: string]: string } | undefined;
  readonly os?: PodOS | undefined;
  readonly overhead?: { readonly [key: string]: number | string } | undefined;
  readonly preemptionPolicy?: 'Never' | 'PreemptLowerPriority' | undefined;
  /** @format int32 */
  readonly priority?: number | undefined;
  readonly priorityClassName?: string | undefined;
  readonly readinessGates?: readonly PodReadinessGate[] | undefined;
  readonly resourceClaims?: readonly PodResourceClaim[] | undefined;
  readonly resources?: ResourceRequirements | undefined;
  readonly restartPolicy?: 'Always' | 'Never' | 'OnFailure' | undefined;
  readonly runtimeClassName?: string | undefined;
  readonly schedulerName?: string | undefined;
  readonly schedulingGates?: readonly PodSchedulingGate[] | undefined;
  readonly schedulingGroup?: PodSchedulingGroup | undefined;
  readonly securityContext?: PodSecurityContext | undefined;
  readonly serviceAccount?: string | undefined;
  readonly serviceAccountName?: string | undefined;
  readonly setHostnameAsFQDN?: boolean | undefined;
  readonly shareProcessNamespace?: boolean | undefined;
  readonly subdomain?: string | undefined;
  /** @format int64 */
  readonly terminationGracePeriodSeconds?: number | undefined;
  readonly tolerations?: readonly Toleration[] | undefined;
  readonly topologySpreadConstraints?: readonly TopologySpreadConstraint[] | undefined;
  readonly volumes?: readonly Volume[] | undefined;
}

/** Part of the Kubernetes API. */
export interface PodTemplateSpec {
  readonly metadata?: ObjectMeta | undefined;
  readonly spec?: PodSpec | undefined;
}

/** Part of the Kubernetes API. */
export interface PolicyRule {
  readonly apiGroups?: readonly string[] | undefined;
  readonly nonResourceURLs?: readonly string[] | undefined;
  readonly resourceNames?: readonly string[] | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly verbs: readonly string[];
}

/** Part of the Kubernetes API. */
export interface PortworxVolumeSource {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  /** @default "" */
  readonly volumeID: string;
}

/** Part of the Kubernetes API. */
export interface PreferredSchedulingTerm {
  readonly preference: NodeSelectorTerm;
  /**
   * @format int32
   * @default 0
   */
  readonly weight: number;
}

/** Part of the Kubernetes API. */
export interface Probe {
  readonly exec?: ExecAction | undefined;
  /** @format int32 */
  readonly failureThreshold?: number | undefined;
  readonly grpc?: GRPCAction | undefined;
  readonly httpGet?: HTTPGetAction | undefined;
  /** @format int32 */
  readonly initialDelaySeconds?: number | undefined;
  /** @format int32 */
  readonly periodSeconds?: number | undefined;
  /** @format int32 */
  readonly successThreshold?: number | undefined;
  readonly tcpSocket?: TCPSocketAction | undefined;
  /** @format int64 */
  readonly terminationGracePeriodSeconds?: number | undefined;
  /** @format int32 */
  readonly timeoutSeconds?: number | undefined;
}

/** Part of the Kubernetes API. */
export interface ProjectedVolumeSource {
  /** @format int32 */
  readonly defaultMode?: number | undefined;
  readonly sources?: readonly VolumeProjection[] | undefined;
}

/** Part of the Kubernetes API. */
export interface QuobyteVolumeSource {
  readonly group?: string | undefined;
  readonly readOnly?: boolean | undefined;
  /** @default "" */
  readonly registry: string;
  readonly tenant?: string | undefined;
  readonly user?: string | undefined;
  /** @default "" */
  readonly volume: string;
}

/** Part of the Kubernetes API. */
export interface RBDVolumeSource {
  readonly fsType?: string | undefined;
  /** @default "" */
  readonly image: string;
  /** @default "/etc/ceph/keyring" */
  readonly keyring?: string | undefined;
  readonly monitors: readonly string[];
  /** @default "rbd" */
  readonly pool?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  /** @default "admin" */
  readonly user?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface ResourceClaim {
  /** @default "" */
  readonly name: string;
  readonly request?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface ResourceFieldSelector {
  readonly containerName?: string | undefined;
  readonly divisor?: number | string | undefined;
  /** @default "" */
  readonly resource: string;
}

/** Part of the Kubernetes API. */
export interface ResourceRequirements {
  readonly claims?: readonly ResourceClaim[] | undefined;
  readonly limits?: { readonly [key: string]: number | string } | undefined;
  readonly requests?: { readonly [key: string]: number | string } | undefined;
}

/** Part of the Kubernetes API. */
export interface RoleRef {
  /** @default "" */
  readonly apiGroup?: string | undefined;
  /** @default "" */
  readonly kind: string;
  /** @default "" */
  readonly name: string;
}

/** Part of the Kubernetes API. */
export interface RuleWithOperations {
  readonly apiGroups?: readonly string[] | undefined;
  readonly apiVersions?: readonly string[] | undefined;
  readonly operations?: readonly ('*' | 'CONNECT' | 'CREATE' | 'DELETE' | 'UPDATE')[] | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly scope?: '*' | 'Cluster' | 'Namespaced' | undefined;
}

/** Part of the Kubernetes API. */
export interface SELinuxOptions {
  readonly level?: string | undefined;
  readonly role?: string | undefined;
  readonly type?: string | undefined;
  readonly user?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface ScaleIOVolumeSource {
  /** @default "xfs" */
  readonly fsType?: string | undefined;
  /** @default "" */
  readonly gateway: string;
  readonly protectionDomain?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef: LocalObjectReference;
  readonly sslEnabled?: boolean | undefined;
  /** @default "ThinProvisioned" */
  readonly storageMode?: string | undefined;
  readonly storagePool?: string | undefined;
  /** @default "" */
  readonly system: string;
  readonly volumeName?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface SeccompProfile {
  readonly localhostProfile?: string | undefined;
  /** @default "" */
  readonly type: 'Localhost' | 'RuntimeDefault' | 'Unconfined';
}

/** Part of the Kubernetes API. */
export interface SecretEnvSource {
  /** @default "" */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface SecretKeySelector {
  /** @default "" */
  readonly key: string;
  /** @default "" */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface SecretProjection {
  readonly items?: readonly KeyToPath[] | undefined;
  /** @default "" */
  readonly name?: string | undefined;
  readonly optional?: boolean | undefined;
}

/** Part of the Kubernetes API. */
export interface SecretVolumeSource {
  /** @format int32 */
  readonly defaultMode?: number | undefined;
  readonly items?: readonly KeyToPath[] | undefined;
  readonly optional?: boolean | undefined;
  readonly secretName?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface SecurityContext {
  readonly allowPrivilegeEscalation?: boolean | undefined;
  readonly appArmorProfile?: AppArmorProfile | undefined;
  readonly capabilities?: Capabilities | undefined;
  readonly privileged?: boolean | undefined;
  readonly procMount?: 'Default' | 'Unmasked' | undefined;
  readonly readOnlyRootFilesystem?: boolean | undefined;
  /** @format int64 */
  readonly runAsGroup?: number | undefined;
  readonly runAsNonRoot?: boolean | undefined;
  /** @format int64 */
  readonly runAsUser?: number | undefined;
  readonly seLinuxOptions?: SELinuxOptions | undefined;
  readonly seccompProfile?: SeccompProfile | undefined;
  readonly windowsOptions?: WindowsSecurityContextOptions | undefined;
}

/** Part of the Kubernetes API. */
export interface ServiceAccountTokenProjection {
  readonly audience?: string | undefined;
  /** @format int64 */
  readonly expirationSeconds?: number | undefined;
  /** @default "" */
  readonly path: string;
}

/** Part of the Kubernetes API. */
export interface SleepAction {
  /**
   * @format int64
   * @default 0
   */
  readonly seconds: number;
}

/** Part of the Kubernetes API. */
export interface StorageOSVolumeSource {
  readonly fsType?: string | undefined;
  readonly readOnly?: boolean | undefined;
  readonly secretRef?: LocalObjectReference | undefined;
  readonly volumeName?: string | undefined;
  readonly volumeNamespace?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface Subject {
  readonly apiGroup?: string | undefined;
  /** @default "" */
  readonly kind: string;
  /** @default "" */
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface SuccessPolicy {
  readonly rules: readonly SuccessPolicyRule[];
}

/** Part of the Kubernetes API. */
export interface SuccessPolicyRule {
  /** @format int32 */
  readonly succeededCount?: number | undefined;
  readonly succeededIndexes?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface Sysctl {
  /** @default "" */
  readonly name: string;
  /** @default "" */
  readonly value: string;
}

/** Part of the Kubernetes API. */
export interface TCPSocketAction {
  readonly host?: string | undefined;
  /** @format int-or-string */
  readonly port: number | string;
}

/** Part of the Kubernetes API. */
export interface Toleration {
  readonly effect?: 'NoExecute' | 'NoSchedule' | 'PreferNoSchedule' | undefined;
  readonly key?: string | undefined;
  readonly operator?: 'Equal' | 'Exists' | 'Gt' | 'Lt' | undefined;
  /** @format int64 */
  readonly tolerationSeconds?: number | undefined;
  readonly value?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface TopologySpreadConstraint {
  readonly labelSelector?: LabelSelector | undefined;
  readonly matchLabelKeys?: readonly string[] | undefined;
  /**
   * @format int32
   * @default 0
   */
  readonly maxSkew: number;
  /** @format int32 */
  readonly minDomains?: number | undefined;
  readonly nodeAffinityPolicy?: 'Honor' | 'Ignore' | undefined;
  readonly nodeTaintsPolicy?: 'Honor' | 'Ignore' | undefined;
  /** @default "" */
  readonly topologyKey: string;
  /** @default "" */
  readonly whenUnsatisfiable: 'DoNotSchedule' | 'ScheduleAnyway';
}

/** Part of the Kubernetes API. */
export interface TypedLocalObjectReference {
  readonly apiGroup?: string | undefined;
  /** @default "" */
  readonly kind: string;
  /** @default "" */
  readonly name: string;
}

/** Part of the Kubernetes API. */
export interface TypedObjectReference {
  readonly apiGroup?: string | undefined;
  /** @default "" */
  readonly kind: string;
  /** @default "" */
  readonly name: string;
  readonly namespace?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface Volume {
  readonly awsElasticBlockStore?: AWSElasticBlockStoreVolumeSource | undefined;
  readonly azureDisk?: AzureDiskVolumeSource | undefined;
  readonly azureFile?: AzureFileVolumeSource | undefined;
  readonly cephfs?: CephFSVolumeSource | undefined;
  readonly cinder?: CinderVolumeSource | undefined;
  readonly configMap?: ConfigMapVolumeSource | undefined;
  readonly csi?: CSIVolumeSource | undefined;
  readonly downwardAPI?: DownwardAPIVolumeSource | undefined;
  readonly emptyDir?: EmptyDirVolumeSource | undefined;
  readonly ephemeral?: EphemeralVolumeSource | undefined;
  readonly fc?: FCVolumeSource | undefined;
  readonly flexVolume?: FlexVolumeSource | undefined;
  readonly flocker?: FlockerVolumeSource | undefined;
  readonly gcePersistentDisk?: GCEPersistentDiskVolumeSource | undefined;
  readonly gitRepo?: GitRepoVolumeSource | undefined;
  readonly glusterfs?: GlusterfsVolumeSource | undefined;
  readonly hostPath?: HostPathVolumeSource | undefined;
  readonly image?: ImageVolumeSource | undefined;
  readonly iscsi?: ISCSIVolumeSource | undefined;
  /** @default "" */
  readonly name: string;
  readonly nfs?: NFSVolumeSource | undefined;
  readonly persistentVolumeClaim?: PersistentVolumeClaimVolumeSource | undefined;
  readonly photonPersistentDisk?: PhotonPersistentDiskVolumeSource | undefined;
  readonly portworxVolume?: PortworxVolumeSource | undefined;
  readonly projected?: ProjectedVolumeSource | undefined;
  readonly quobyte?: QuobyteVolumeSource | undefined;
  readonly rbd?: RBDVolumeSource | undefined;
  readonly scaleIO?: ScaleIOVolumeSource | undefined;
  readonly secret?: SecretVolumeSource | undefined;
  readonly storageos?: StorageOSVolumeSource | undefined;
  readonly vsphereVolume?: VsphereVirtualDiskVolumeSource | undefined;
}

/** Part of the Kubernetes API. */
export interface VolumeDevice {
  /** @default "" */
  readonly devicePath: string;
  /** @default "" */
  readonly name: string;
}

/** Part of the Kubernetes API. */
export interface VolumeMount {
  /** @default "" */
  readonly mountPath: string;
  readonly mountPropagation?: 'Bidirectional' | 'HostToContainer' | 'None' | undefined;
  /** @default "" */
  readonly name: string;
  readonly readOnly?: boolean | undefined;
  readonly recursiveReadOnly?: string | undefined;
  readonly subPath?: string | undefined;
  readonly subPathExpr?: string | undefined;
}

/** Part of the Kubernetes API. */
export interface VolumeProjection {
  readonly clusterTrustBundle?: ClusterTrustBundleProjection | undefined;
  readonly configMap?: ConfigMapProjection | undefined;
  readonly downwardAPI?: DownwardAPIProjection | undefined;
  readonly podCertificate?: PodCertificateProjection | undefined;
  readonly secret?: SecretProjection | undefined;
  readonly serviceAccountToken?: ServiceAccountTokenProjection | undefined;
}

/** Part of the Kubernetes API. */
export interface VolumeResourceRequirements {
  readonly limits?: { readonly [key: string]: number | string } | undefined;
  readonly requests?: { readonly [key: string]: number | string } | undefined;
}

/** Part of the Kubernetes API. */
export interface VsphereVirtualDiskVolumeSource {
  readonly fsType?: string | undefined;
  readonly storagePolicyID?: string | undefined;
  readonly storagePolicyName?: string | undefined;
  /** @default "" */
  readonly volumePath: string;
}

/** Part of the Kubernetes API. */
export interface WeightedPodAffinityTerm {
  readonly podAffinityTerm: PodAffinityTerm;
  /**
   * @format int32
   * @default 0
   */
  readonly weight: number;
}

/** Part of the Kubernetes API. */
export interface WindowsSecurityContextOptions {
  readonly gmsaCredentialSpec?: string | undefined;
  readonly gmsaCredentialSpecName?: string | undefined;
  readonly hostProcess?: boolean | undefined;
  readonly runAsUserName?: string | undefined;
}
