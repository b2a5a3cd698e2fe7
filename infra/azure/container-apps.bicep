// Workers in Azure Container Apps, as many as shards wait in the hub's queue.
import { worker as workerType } from 'types.bicep'

param name string
param location string
param worker workerType
param mostWorkers int
param workspaceId string

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: '${name}-workers'
  location: location
  properties: {
    // Not 'log-analytics', which wants the workspace's key.
    appLogsConfiguration: { destination: 'azure-monitor' }
    workloadProfiles: [
      { name: 'Consumption', workloadProfileType: 'Consumption' }
    ]
  }
}

resource environmentLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'workspace'
  scope: environment
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'ContainerAppConsoleLogs', enabled: true }
      { category: 'ContainerAppSystemLogs', enabled: true }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: '${name}-worker'
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${worker.identityId}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      registries: [
        { server: worker.server, identity: worker.identityId }
      ]
    }
    template: {
      // A worker that is told to end finishes its shard in this time; otherwise another one computes it again.
      terminationGracePeriodSeconds: 600
      containers: [
        {
          name: 'worker'
          image: worker.image
          args: ['worker', '--hub', worker.hub, '--set', 'account=${worker.account}', '--store', worker.store]
          env: [
            { name: 'AZURE_CLIENT_ID', value: worker.clientId }
          ]
          resources: { cpu: 4, memory: '8Gi' }
        }
      ]
      scale: {
        // One worker stays: the messages that carry a run on are in other queues than the one that is counted.
        minReplicas: 1
        maxReplicas: mostWorkers
        rules: [
          {
            name: 'shards'
            azureQueue: {
              accountName: worker.account
              identity: worker.identityId
              queueName: '${toLower(worker.hub)}-workitems'
              queueLength: 1
            }
          }
        ]
      }
    }
  }
}
